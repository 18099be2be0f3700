// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class MetadataServerTest {
    private static final Map<String, String> HEADERS = Map.of("X-Instance-ID", "abc", "X-Forwarded-For", "120.0.0.4");

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
        assertThat(MetadataServer.answer("GET /latest/meta-data/instance-id HTTP/1.1", Map.of()))
                .startsWith("HTTP/1.1 404 ");
    }

    @Test
    void shouldRefuseEverythingElse() {
        for (final String request :
                new String[] {"", "null", "GET", "POST /instance-id HTTP/1.1", "GET /other HTTP/1.1"}) {
            assertThat(MetadataServer.answer(request, HEADERS)).as(request).startsWith("HTTP/1.1 404 ");
        }
    }
}
