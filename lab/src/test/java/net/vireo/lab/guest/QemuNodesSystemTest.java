// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import net.vireo.lab.capture.Tally;
import net.vireo.lab.check.TunnelProof;
import net.vireo.lab.host.Commands.Done;
import net.vireo.lab.topology.Family;
import net.vireo.lab.topology.Guest;
import net.vireo.lab.topology.IpAddress;
import net.vireo.lab.topology.Scenarios;
import net.vireo.lab.topology.Topology;
import net.vireo.lab.traffic.IperfResult;
import net.vireo.lab.traffic.PingResult;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Two machines on two compute nodes: Debian's kernel, Vireo's data planes, MPLS over UDP between them. Some pairs live on
 * while a data plane is killed under them: another process goes on with their rings, and nobody tells them.
 */
@Tag("system")
@Tag("guests")
class QemuNodesSystemTest {
    private static final Topology ALL = Scenarios.TWO_NODES;
    private static final List<Guest> CALLERS = List.of(ALL.guest("g2-vm0"), ALL.guest("g2-vm1"));
    private static final List<Guest> LISTENERS = List.of(ALL.guest("b2-vm0"), ALL.guest("b2-vm1"));
    private static final long BOOT_LIMIT_MS = 90_000;
    private static final int KILLS = 3;
    private static final long SETTLED_MS = 500;
    private static final long AFTER_KILL_MS = 2500;

    /** A quarter of a second where the CPUs are free (docs/performance.md). */
    private static final double PAUSE_LIMIT_MS = 1000;

    private static final String LINK_CHANGES = "cat /sys/class/net/eth0/carrier_changes";

    @TempDir
    private static Path directory;

    private static MachineNodes nodes;
    private static GuestImage image;

    @BeforeAll
    static void startTheNodes() throws Exception {
        image = GuestImage.obtain();
        final Topology two = new Topology(
                "machines",
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

    private static IperfResult iperf(final QemuGuest from, final QemuGuest to, final Guest server, final String options)
            throws InterruptedException {
        to.run("iperf3 -s -1 -D && sleep 0.3");
        final String command =
                "iperf3 -J --connect-timeout 3000 -t 2 " + options + " -c " + IpAddress.v4(server.address());
        return IperfResult.parse(from.shell(command).output());
    }

    @ParameterizedTest(name = "guests listen {0}, queues {1}, packed {2}, data plane killed {3}")
    @CsvSource({
        "false,1,true,true",
        "false,2,true,false",
        "true,1,false,true",
        "true,2,false,false",
        "true,4,true,true",
        "false,4,false,true"
    })
    void shouldCarryPingAndIperfBetweenMachinesOnTwoNodes(
            final boolean guestsListen, final int queues, final boolean packed, final boolean killed) throws Exception {
        final List<Guest> pair = guestsListen ? LISTENERS : CALLERS;
        final Guest there = pair.getLast();
        try (QemuGuest one = start(pair.getFirst(), queues, packed);
                QemuGuest two = start(there, queues, packed)) {
            setUp(one, pair.getFirst());
            setUp(two, there);
            final Tally before = nodes.fabric().tally();
            final Done ping = one.shell("ping -c 5 -i 0.2 -W 2 " + IpAddress.v4(there.address()));
            assertThat(PingResult.parse(ping.output()).complete())
                    .as(() -> ping.output() + nodes.figures("compute1") + nodes.figures("compute2"))
                    .isTrue();
            assertThat(TunnelProof.of(
                            ALL,
                            pair.getFirst(),
                            there,
                            Family.IPV4,
                            5,
                            nodes.fabric().tally().since(before)))
                    .matches(TunnelProof::holds);
            assertThat(one.run("ethtool -l eth0")).containsPattern("Combined:\\s+" + queues + "\\s*$");

            final IperfResult tcp = iperf(one, two, there, "");
            assertThat(tcp.delivered())
                    .as(() -> tcp.summary() + nodes.figures("compute1") + nodes.figures("compute2"))
                    .isTrue();
            final IperfResult udp = iperf(one, two, there, "-u -b 10M -l 1200");
            assertThat(udp.delivered()).as(udp.summary()).isTrue();
            assertThat(udp.lossPercent()).as(udp.summary()).isLessThan(5);
            System.out.printf("queues %d, packed %b: TCP %s; UDP %s%n", queues, packed, tcp.summary(), udp.summary());
            // A kernel's driver wants to be called: the polling router pays with system calls (deck p42).
            assertThat(nodes.tool("vif", "--get", there.name(), "--node", "compute2"))
                    .containsPattern("TX port\\s+packets:\\d+ errors:\\d+ syscalls:\\d+");
            if (killed) {
                assertGoesOnUnseenAfterKills(one, there);
                assertThat(one.run("ethtool -l eth0")).containsPattern("Combined:\\s+" + queues + "\\s*$");
            }
            nodes.assertBalanced();
        }
    }

    /**
     * The next process goes on with the guest's connection: whoever made the socket, QEMU sees no end of it, the card's
     * link stays up, and packets pass again as soon as that process forwards. A machine that has other work may be slow, so
     * the median of the kills is judged.
     */
    private static void assertGoesOnUnseenAfterKills(final QemuGuest one, final Guest there) throws Exception {
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
                "killed %d times; longest pauses %s ms%n",
                KILLS, gaps.stream().map(Math::round).toList());
        assertThat(one.run(LINK_CHANGES))
                .as(() -> "the link stayed up" + nodes.figures("compute1"))
                .isEqualTo(link);
        assertThat(gaps.get(KILLS / 2))
                .as(() -> gaps + nodes.figures("compute1"))
                .isLessThan(PAUSE_LIMIT_MS);
        one.run("ping -c 3 -i 0.2 -W 2 " + IpAddress.v4(there.address()));
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
}
