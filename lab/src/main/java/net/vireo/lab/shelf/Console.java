// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.shelf;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import net.vireo.lab.host.LabException;
import net.vireo.lab.host.LabFiles;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The web console of a lab that stays.
 *
 * @param url where its page is, with a slash at the end
 */
public record Console(String url) {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String SAYS = "console at ";
    private static final int LIMIT_MS = 20_000;
    private static final int START_LIMIT_S = 60;
    private static final long POLL_MS = 100;

    /**
     * Waits for it as long as a busy machine needs to start it: the lab is there a moment before.
     *
     * @throws LabException when none comes
     */
    public static Console of(final LabFiles files) throws InterruptedException {
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_LIMIT_S);
        Optional<Console> console = read(files);
        while (console.isEmpty() && System.nanoTime() < deadlineNs) {
            Thread.sleep(POLL_MS);
            console = read(files);
        }
        return console.orElseThrow(
                () -> new LabException("the lab's web console has not started; see " + files.consoleLog()));
    }

    private static Optional<Console> read(final LabFiles files) {
        try {
            return Files.readString(files.consoleLog(), StandardCharsets.ISO_8859_1)
                    .lines()
                    .filter(line -> line.startsWith(SAYS))
                    .map(line -> new Console(line.substring(SAYS.length()).strip()))
                    .findFirst();
        } catch (final IOException notYet) {
            return Optional.empty();
        }
    }

    /** The address of a state of the page. */
    public String page(final String state) {
        return url + "#" + state;
    }

    /** The caption that a node has now: {@code page} and {@code text}; empty while there is none. */
    public JsonNode caption(final String node) {
        return get("nodes/" + node + "/snapshot").path("caption");
    }

    /** What it answers; an empty tree when it does not. */
    private JsonNode get(final String path) {
        try {
            final HttpURLConnection connection = (HttpURLConnection)
                    URI.create(url + "api/v1/" + path).toURL().openConnection();
            connection.setConnectTimeout(LIMIT_MS);
            connection.setReadTimeout(LIMIT_MS);
            try (InputStream in = connection.getInputStream()) {
                return JSON.readTree(in);
            }
        } catch (final IOException | JacksonException e) {
            return JSON.createObjectNode();
        }
    }
}
