// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.show;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import net.vireo.cli.Run;
import net.vireo.cli.ScriptedRouter;
import net.vireo.cli.StandInRouter;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VireoRing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RingTextTest {
    @TempDir
    private Path directory;

    private Run vif(final String options) {
        return Run.of(("vif --sock-dir " + directory + " " + options).split(" "));
    }

    private static VireoRing ring(final VireoRing asked) {
        return new VireoRing()
                .op(SandeshOp.GET)
                .put(VireoRing.VIF, asked.value(VireoRing.VIF))
                .put(VireoRing.QUEUE, asked.value(VireoRing.QUEUE))
                .put(VireoRing.SIDE, asked.value(VireoRing.SIDE))
                .put(VireoRing.ENABLED, 1)
                .put(VireoRing.KIND, asked.value(VireoRing.QUEUE) == 9 ? "" : "split")
                .put(VireoRing.SIZE, 256)
                .put(VireoRing.AVAIL, 1002)
                .put(VireoRing.SEEN, 1000)
                .put(VireoRing.USED, 1000)
                .put(VireoRing.WAITING, 2)
                .put(VireoRing.KICKS, "suppressed")
                .put(VireoRing.CALLS, "wanted past 999")
                .put(VireoRing.SLOTS, 231, 232)
                .put(VireoRing.IDS, 7, 8)
                .put(VireoRing.ADDRESSES, 0x1_4000_0000L, 0xffff_ffff_ffff_f000L)
                .put(VireoRing.LENGTHS, 2048, 0xffff_ffffL)
                .put(VireoRing.FLAGS, 2, 1)
                .put(VireoRing.NEXTS, 0, 19)
                .put(VireoRing.STATES, (byte) 0, (byte) 1);
    }

    @Test
    void shouldPrintIndicesAndDescriptors() {
        try (ScriptedRouter router =
                new ScriptedRouter(directory, (request, reply) -> reply.objects(ring((VireoRing) request)))) {
            assertThat(router).isNotNull();
            final Run run = vif("--get 3 --ring 1 --side tx");
            assertThat(run.err()).isEmpty();
            assertThat(run.out()).isEqualTo("""
                    vif0/3 TX queue 1 (its guest receives)
                        split ring of 256, enabled; kicks suppressed, calls wanted past 999
                        avail 1002, last seen 1000, used 1000: 2 buffers wait
                         slot     id            address     length   next  flags
                          231      7        0x140000000       2048         write
                      >   232      8  0xfffffffffffff000  4294967295     19  next
                      > waits for the data plane
                    """);
            assertThat(vif("--get 3 --ring 9").out()).contains("RX queue 9", "its guest runs no such ring");
            assertThat(vif("--get 3 --ring 1 -o json").out())
                    .contains(
                            "\"side\" : \"rx\"", "\"waiting\" : 2", "\"next\" : null", "\"address\" : \"0x140000000\"");
        }
    }

    @Test
    void shouldSayThatOtherDevicesShowNothing() {
        try (StandInRouter router = new StandInRouter(directory)) {
            assertThat(router).isNotNull();
            assertThat(vif("--add tap9 --type virtual --transport eth --vrf 1 --id 9 --mac 00:00:5e:00:01:00")
                            .err())
                    .isEmpty();
            final Run run = vif("--get 9 --ring 0");
            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err()).contains("the rings of vif0/9 cannot be looked at");
            assertThat(vif("--ring 0").exitCode()).isEqualTo(2);
            assertThat(vif("--get 9 --ring 0 --side up").exitCode()).isEqualTo(2);
        }
    }
}
