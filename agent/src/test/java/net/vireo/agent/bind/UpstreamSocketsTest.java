// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.bind;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import net.vireo.agent.service.Bytes;
import net.vireo.agent.service.dns.UpstreamQuery;
import org.junit.jupiter.api.Test;

class UpstreamSocketsTest {
    private static final int GENEROUS_MS = 60_000;

    /** As one of a family that the host does not speak. */
    @Test
    void shouldAskTheOthersWhenOneNameServerCannotBeAskedAtAll() throws IOException {
        try (DatagramSocket server = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                UpstreamSockets sockets = new UpstreamSockets(() -> {})) {
            server.setSoTimeout(GENEROUS_MS);
            sockets.send(new UpstreamQuery(
                    InetSocketAddress.createUnresolved("nowhere.invalid", 53), Bytes.of(new byte[] {1, 2})));
            sockets.send(
                    new UpstreamQuery((InetSocketAddress) server.getLocalSocketAddress(), Bytes.of(new byte[] {3, 4})));

            final DatagramPacket asked = new DatagramPacket(new byte[8], 8);
            server.receive(asked);
            assertThat(asked.getData()).startsWith(3, 4);
            assertThat(sockets.lostCount()).isOne();
        }
    }
}
