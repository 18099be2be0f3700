// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import net.vireo.cli.Run;
import net.vireo.cli.StandInRouter;
import net.vireo.cli.node.NodeNames;
import net.vireo.cli.walk.Step;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.trace.TraceStep;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceCommandTest {
    /** An echo request of 120.0.0.4 to 120.0.0.3, its first 42 bytes. */
    private static final byte[] PING = HexFormat.of()
            .parseHex("00005e000100" + "020000000004" + "0800" + "4500005400004000" + "4001" + "0000" + "78000004"
                    + "78000003" + "0800" + "0000" + "0001" + "0007");

    private static final List<String> NODES = List.of("vif-input", "route-lookup", "tunnel", "vif-output");

    @TempDir
    private Path directory;

    private static NodeNames names() {
        final NodeNames names = new NodeNames("compute1");
        names.vifs().put(0, new NodeNames.VifName("fabric", "fabric0", ""));
        names.vifs().put(3, new NodeNames.VifName("g2-vm0", "tap0", "red"));
        names.vrfs().put(1, "red");
        names.nexthops().put(4, new NodeNames.NexthopName("tunnel:192.0.2.2", "tunnel to compute2"));
        return names;
    }

    private static byte[] step(final int... numbers) {
        final ByteBuffer step = ByteBuffer.allocate(TraceStep.LENGTH_BYTES);
        for (int i = 0; i < 4; i++) {
            step.putShort((short) numbers[i]);
        }
        for (int i = 4; i < numbers.length; i++) {
            step.putInt(numbers[i]);
        }
        return step.array();
    }

    private static String text(final byte[]... steps) {
        final ByteBuffer all = ByteBuffer.allocate(steps.length * TraceStep.LENGTH_BYTES);
        for (final byte[] step : steps) {
            all.put(step);
        }
        return new WalkText(names(), NODES).text(1, Step.decode(all.array()), PING);
    }

    @Test
    void shouldTellWhatAPacketMetAtEachNode() {
        final int to = 0x78000003;
        assertThat(text(
                        step(0, 1, 0, 0, 3, -1, 1, -1, -1, 0, -1, 98, 10),
                        step(1, 2, 0, 0, 3, -1, 1, 4, 17, to, 24, 98, 10),
                        step(2, 3, 0, 0, 3, 0, 1, 4, 17, to, 24, 130, 10),
                        step(3, 3, 0, 0, 3, 0, 1, 4, 17, to, 24, 130, 10)))
                .isEqualTo("""
                        packet 1: 98 bytes in on vif0/3 g2-vm0 in red, lcore 10
                          IPv4 120.0.0.4 > 120.0.0.3 ICMP echo request, sequence 7
                            vif-input             vrf 1 red
                            route-lookup          120.0.0.3 matches 120.0.0.0/24, nh 4 tunnel to compute2, label 17
                            tunnel                leaves by vif0/0 fabric, 98 -> 130 bytes
                            vif-output
                          sent on vif0/0 fabric, 130 bytes

                        """);
    }

    @Test
    void shouldTellWhyAPacketWasDropped() {
        assertThat(text(step(
                        0,
                        TraceStep.DROPPED,
                        DropReason.SPOOFED_SOURCE.position(),
                        0,
                        3,
                        -1,
                        1,
                        -1,
                        -1,
                        0,
                        -1,
                        98,
                        10)))
                .contains("dropped in vif-input: Spoofed source. A guest used a MAC or IP source that is not its own.");
    }

    @Test
    void shouldSayThatAPacketWasSentWhenItsWalkEndsWithoutADrop() {
        assertThat(text(step(3, 4, 0, 0, 0, 3, 1, -1, -1, 0, -1, 98, 10)))
                .contains("  sent on vif0/3 g2-vm0 in red, 98 bytes\n");
    }

    @Test
    void shouldMarkWhatTheRouterMadeItself() {
        assertThat(text(
                        step(0, 1, 0, 0, 3, -1, 1, -1, -1, 0, -1, 42, 10),
                        step(3, 3, 0, TraceStep.FLAG_BORN, 3, 3, 1, -1, -1, 0, -1, 42, 10)))
                .contains(
                        "  * vif-output            made here as an answer, vrf 1 red, leaves by vif0/3 g2-vm0 in red\n");
    }

    @Test
    void shouldSayThatNoPacketCameAndDisarm() {
        try (StandInRouter router = new StandInRouter(directory)) {
            final Run run = Run.of("trace", "--timeout", "120ms", "--next", "2", "--sock-dir", directory.toString());

            assertThat(run.err()).isEmpty();
            assertThat(run.out()).isEqualTo("0 of 2 packets came within 120 ms\n");
            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(router.trace().isOpen()).isFalse();
        }
    }

    @Test
    void shouldRefuseAVifThatDoesNotExist() {
        try (StandInRouter router = new StandInRouter(directory)) {
            final Run unknown = Run.of("trace", "--vif", "g9", "--sock-dir", directory.toString());
            final Run absent = Run.of("trace", "--vif", "vif0/9", "--sock-dir", directory.toString());

            assertThat(unknown.err()).contains("there is no vif 'g9' on this node", "vireo vif --list");
            assertThat(absent.err()).startsWith("vRouter(Response): No such device (19)\n");
            assertThat(router.trace()).isNull();
        }
    }

    @Test
    void shouldRefuseASocketWhereAPathLeadsOverNodes() {
        final Run run =
                Run.of("trace", "--from", "g2-vm0", "--to", "120.0.0.3", "--icmp", "--sock-dir", directory.toString());

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("a path leads over several nodes", "not by --sock-dir");
    }
}
