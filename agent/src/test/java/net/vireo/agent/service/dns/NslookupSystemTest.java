// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import net.vireo.agent.service.Bytes;
import net.vireo.agent.service.PlainGuest;
import net.vireo.agent.service.TapLink;
import net.vireo.agent.service.VifFrame;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A real resolver, busybox nslookup. Needs a /dev/net/tun that can be opened, busybox and iproute2. */
@Tag("system")
@Tag("tap")
class NslookupSystemTest {
    private final DnsService service = new DnsService(new Random(1));
    private final DnsTestGuest guest = new DnsTestGuest();

    @Test
    void shouldTellNslookupNamesAndAddresses() throws Exception {
        try (TapLink link = new TapLink(PlainGuest.MAC, this::feed)) {
            link.run("ip", "address", "add", "10.0.0.10/24", "dev", TapLink.DEVICE);
            link.run("ip", "neigh", "add", "10.0.0.1", "lladdr", "00:00:5e:00:01:00", "dev", TapLink.DEVICE);
            assertThat(link.run("busybox", "nslookup", "web-2.red.example", "10.0.0.1"))
                    .contains("Address: 10.0.0.20");
            assertThat(link.run("busybox", "nslookup", "10.0.0.20", "10.0.0.1")).contains("name = web-2.red.example");
        }
    }

    private List<Bytes> feed(final Bytes frame) {
        final boolean dns = frame.size() > 42
                && frame.at(12) == 0x08
                && frame.at(13) == 0
                && frame.at(23) == 17
                && frame.at(37) == 53;
        return dns
                ? service.receive(guest, frame, System.nanoTime()).frames().stream()
                        .map(VifFrame::frame)
                        .toList()
                : List.of();
    }
}
