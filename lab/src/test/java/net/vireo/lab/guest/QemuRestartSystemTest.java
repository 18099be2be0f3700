// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import net.vireo.lab.topology.Guest;
import net.vireo.lab.topology.IpAddress;
import net.vireo.lab.topology.Scenarios;
import net.vireo.lab.topology.Topology;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The data plane is killed under running machines: another process goes on with their rings, and nobody tells them. */
@Tag("system")
@Tag("guests")
class QemuRestartSystemTest {
    private static final Topology ALL = Scenarios.TWO_NODES;
    private static final List<Guest> CALLERS = List.of(ALL.guest("g2-vm0"), ALL.guest("g2-vm1"));
    private static final List<Guest> LISTENERS = List.of(ALL.guest("b2-vm0"), ALL.guest("b2-vm1"));
    private static final long BOOT_LIMIT_MS = 90_000;
    private static final int KILLS = 3;
    private static final long SETTLED_MS = 500;
    private static final long AFTER_KILL_MS = 2500;
    private static final String LINK_CHANGES = "cat /sys/class/net/eth0/carrier_changes";

    @TempDir
    private static Path directory;

    private static MachineNodes nodes;
    private static GuestImage image;

    @BeforeAll
    static void startTheNodes() throws Exception {
        image = GuestImage.obtain();
        final Topology two = new Topology(
                "restarts",
                "two nodes with a machine each, twice",
                ALL.encap(),
                false,
                ALL.fabric(),
                ALL.nodes(),
                List.of(ALL.network("red"), ALL.network("blue")),
                List.of(CALLERS.get(0), CALLERS.get(1), LISTENERS.get(0), LISTENERS.get(1)));
        nodes = new MachineNodes(two, directory, Set.copyOf(LISTENERS), 4);
        nodes.start();
    }

    @AfterAll
    static void stopTheNodes() {
        nodes.close();
    }

    /**
     * The next process goes on with the guest's connection: whoever made the socket, QEMU sees no end of it, the card's
     * link stays up, and packets pass again as soon as that process forwards. A machine that has other work may be slow, so
     * the median of the kills is judged.
     */
    @ParameterizedTest(name = "guests listen {0}, queues {1}, packed {2}")
    @CsvSource({"true,1,false", "true,4,true", "false,1,true", "false,4,false"})
    void shouldGoOnUnseenAfterTheDataPlaneWasKilled(final boolean guestsListen, final int queues, final boolean packed)
            throws Exception {
        final List<Guest> pair = guestsListen ? LISTENERS : CALLERS;
        final Guest there = pair.getLast();
        try (QemuGuest one = start(pair.getFirst(), queues, packed);
                QemuGuest two = start(there, queues, packed)) {
            setUp(one, pair.getFirst());
            setUp(two, there);
            one.run("ping -c 3 -i 0.2 -W 2 " + IpAddress.v4(there.address()));
            final String link = one.run(LINK_CHANGES);
            final String pid =
                    one.run("ping -n -D -i 0.02 " + IpAddress.v4(there.address()) + " > /tmp/ping 2>&1 & echo $!");
            for (int kill = 0; kill < KILLS; kill++) {
                nodes.awaitSpare("compute1");
                Thread.sleep(SETTLED_MS);
                nodes.plane("compute1").kill();
                Thread.sleep(AFTER_KILL_MS);
            }
            one.run("kill -INT " + pid.strip() + "; sleep 0.5");
            final List<Double> gaps = gapsMs(one.run("cat /tmp/ping"));

            System.out.printf(
                    "guests listen %b, queues %d, packed %b: killed %d times; longest pauses %s ms%n",
                    guestsListen,
                    queues,
                    packed,
                    KILLS,
                    gaps.stream().map(Math::round).toList());
            assertThat(one.run(LINK_CHANGES))
                    .as(() -> "the link stayed up" + nodes.figures("compute1"))
                    .isEqualTo(link);
            assertThat(gaps.get(KILLS / 2))
                    .as(() -> gaps + nodes.figures("compute1"))
                    .isLessThan(1000);
            assertThat(one.run("ethtool -l eth0")).containsPattern("Combined:\\s+" + queues + "\\s*$");
            one.run("ping -c 3 -i 0.2 -W 2 " + IpAddress.v4(there.address()));
            nodes.assertBalanced();
        }
    }

    /** The longest pauses between two answers, as many as there were kills, the longest first. */
    private static List<Double> gapsMs(final String ping) {
        final List<Double> times = ping.lines()
                .filter(line -> line.startsWith("[") && line.contains("bytes from"))
                .map(line -> 1000 * Double.parseDouble(line.substring(1, line.indexOf(']'))))
                .toList();
        assertThat(times).as(ping).hasSizeGreaterThan(100);
        return IntStream.range(1, times.size())
                .mapToObj(i -> times.get(i) - times.get(i - 1))
                .sorted(Comparator.reverseOrder())
                .limit(KILLS)
                .toList();
    }

    private static QemuGuest start(final Guest guest, final int queues, final boolean packed)
            throws InterruptedException {
        return QemuGuest.named(guest.name())
                .nic(QemuNic.on(nodes.socket(guest), MachineNodes.mac(guest))
                        .server(LISTENERS.contains(guest))
                        .queues(queues)
                        .packed(packed))
                .start(image);
    }

    private static void setUp(final QemuGuest machine, final Guest guest) throws InterruptedException {
        machine.awaitBoot(BOOT_LIMIT_MS);
        machine.run("ip address add " + IpAddress.v4(guest.address()) + "/24 dev eth0 && ip link set eth0 up");
    }
}
