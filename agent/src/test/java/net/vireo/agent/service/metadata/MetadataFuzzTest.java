// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import net.vireo.agent.service.Bytes;
import net.vireo.agent.service.fuzz.CoreFuzz;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whatever a guest sends: what goes on says who asks exactly once, and ends where it should. */
class MetadataFuzzTest {
    private static final MetadataGuest GUEST = new MetadataGuest("10.0.0.10", "instance", "tenant");
    private static final List<Bytes> CORPUS = List.of(
            Bytes.ofText("GET /latest/meta-data/ HTTP/1.1\r\nHost: a\r\nAccept: */*\r\n\r\n"),
            Bytes.ofText("GET /a HTTP/1.1\r\nHost: a\r\nX-Instance-ID: b\r\nX-Tenant-ID: c\r\nConnection: x\r\n\r\n"),
            Bytes.ofText("POST /a HTTP/1.0\r\nContent-Length: 5\r\nForwarded: for=1\r\n\r\nhello"));

    private final MetadataProxy proxy = new MetadataProxy(new MetadataSignature("secret"));

    @Test
    void shouldSurviveBadRequestsForASecond() {
        CoreFuzz.quick(MetadataFuzzTest.class, CORPUS, this::feed);
        assertThat(proxy.counters().value(MetadataCounter.FORWARDED)).isPositive();
        assertThat(proxy.counters().value(MetadataCounter.MALFORMED)).isPositive();
    }

    @Test
    @Tag("fuzz")
    void shouldSurviveBadRequests() {
        CoreFuzz.run(MetadataFuzzTest.class, CORPUS, this::feed);
    }

    private void feed(final Bytes input) {
        if (proxy.receive(GUEST, input) instanceof MetadataRequest.Forward forward) {
            final String head = new String(forward.head().toArray(), StandardCharsets.ISO_8859_1);
            assertThat(head.split("(?i)\r\nx-instance-id:", -1)).as(head).hasSize(2);
            assertThat(head.split("(?i)\r\nx-tenant-id:", -1)).as(head).hasSize(2);
            assertThat(head.indexOf("\r\n\r\n")).as(head).isEqualTo(head.length() - 4);
        }
    }
}
