// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks the web console of a kept lab. */
final class ConsoleClient {
    private static final Pattern ADDRESS = Pattern.compile("web console: (http://127\\.0\\.0\\.1:[0-9]+/)");
    private static final int LIMIT_MS = 60_000;
    private static final JsonMapper JSON = new JsonMapper();

    private final String url;

    private ConsoleClient(final String url) {
        this.url = url;
    }

    /** Waits until the lab says where it is. */
    static ConsoleClient of(final LabProcess lab) {
        lab.awaitOutput("web console: http", Duration.ofMinutes(4));
        final Matcher address = ADDRESS.matcher(lab.output());
        assertThat(address.find()).as(lab.output()).isTrue();
        return new ConsoleClient(address.group(1));
    }

    /** Where the page is. */
    String url() {
        return url;
    }

    JsonNode get(final String path) throws IOException {
        return answer(connect(path));
    }

    JsonNode post(final String path) throws IOException {
        final HttpURLConnection connection = connect(path);
        connection.setRequestMethod("POST");
        connection.setRequestProperty("X-Vireo", "1");
        return answer(connection);
    }

    private HttpURLConnection connect(final String path) throws IOException {
        return (HttpURLConnection) URI.create(url + "api/v1/" + path).toURL().openConnection();
    }

    private static JsonNode answer(final HttpURLConnection connection) throws IOException {
        connection.setConnectTimeout(LIMIT_MS);
        connection.setReadTimeout(LIMIT_MS);
        try (InputStream in = connection.getInputStream()) {
            return JSON.readTree(in);
        }
    }
}
