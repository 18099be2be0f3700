// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class MetadataServerTest {
    /** By {@code echo -n abc | openssl dgst -sha256 -hmac only-in-labs}. */
    private static final String SIGNATURE = "032ebbbcef5222c7dc79834dd11b24e4ee4705556b1d4533dd0da55247fed1b7";

    private static final Map<String, String> HEADERS =
            Map.of("X-Instance-ID", "abc", "X-Forwarded-For", "120.0.0.4", "X-Instance-ID-Signature", SIGNATURE);

    @Test
    void shouldTellWhatTheProxySays() {
        assertThat(MetadataServer.answer("GET /latest/meta-data/instance-id HTTP/1.1", HEADERS))
                .startsWith("HTTP/1.1 200 OK\r\n")
                .contains("Content-Length: 3\r\n")
                .endsWith("\r\n\r\nabc");
        assertThat(MetadataServer.answer("GET /latest/meta-data/local-ipv4 HTTP/1.1", HEADERS))
                .endsWith("\r\n\r\n120.0.0.4");
    }

    @Test
    void shouldTellNothingToWhomNobodyVouchesFor() {
        final Map<String, String> forged = new TreeMap<>(HEADERS);
        forged.put("X-Instance-ID", "abd");

        for (final Map<String, String> headers : List.of(Map.<String, String>of(), forged)) {
            assertThat(MetadataServer.answer("GET /latest/meta-data/instance-id HTTP/1.1", headers))
                    .startsWith("HTTP/1.1 403 ");
        }
    }

    @Test
    void shouldRefuseEverythingElse() {
        for (final String request :
                new String[] {"", "null", "GET", "POST /instance-id HTTP/1.1", "GET /other HTTP/1.1"}) {
            assertThat(MetadataServer.answer(request, HEADERS)).as(request).startsWith("HTTP/1.1 404 ");
        }
    }
}
