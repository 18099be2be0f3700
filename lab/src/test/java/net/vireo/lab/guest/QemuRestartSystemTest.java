// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
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
    private static final int PINGS = 300;
    private static final int EVERY_MS = 20;
    private static final Pattern TIME = Pattern.compile("time=([0-9.]+) ms");

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
        nodes = new MachineNodes(two, directory, Set.copyOf(LISTENERS), 2);
        nodes.start();
    }

    @AfterAll
    static void stopTheNodes() {
        nodes.close();
    }

    /**
     * As server QEMU is called by the next process at once (its rings run 120 ms after the kill, seen once); as client it
     * looks again after its reconnect time, 1 s. Either way QEMU takes the card's link down and up meanwhile, and the
     * guest's kernel looks at links once a second: until then it sends nothing.
     */
    @ParameterizedTest(name = "guests listen {0}, queues {1}, packed {2}")
    @CsvSource({"true,1,false", "true,2,true", "false,1,true", "false,2,false"})
    void shouldGoOnAfterTheDataPlaneWasKilled(final boolean guestsListen, final int queues, final boolean packed)
            throws Exception {
        final List<Guest> pair = guestsListen ? LISTENERS : CALLERS;
        try (QemuGuest one = start(pair.getFirst(), queues, packed);
                QemuGuest two = start(pair.getLast(), queues, packed)) {
            setUp(one, pair.getFirst());
            setUp(two, pair.getLast());
            one.run("ping -c 3 -i 0.2 -W 2 " + IpAddress.v4(pair.getLast().address()));

            final CompletableFuture<Void> killed = CompletableFuture.runAsync(QemuRestartSystemTest::killSoon);
            final String output = one.shell("ping -c " + PINGS + " -i 0.0" + EVERY_MS + " -W 1 "
                            + IpAddress.v4(pair.getLast().address()))
                    .output();
            killed.join();

            final int lost = PINGS - (int) TIME.matcher(output).results().count();
            final double longestMs = TIME.matcher(output)
                    .results()
                    .mapToDouble(answer -> Double.parseDouble(answer.group(1)))
                    .max()
                    .orElse(0);
            System.out.printf(
                    "guests listen %b, queues %d, packed %b: killed under %d pings, %d lost, one took %.0f ms%n",
                    guestsListen, queues, packed, PINGS, lost, longestMs);
            // What the guests had in their rings waited there: the time of an answer shows how long nobody forwarded.
            assertThat(longestMs)
                    .as(() -> output + nodes.figures("compute1"))
                    .isBetween(50.0, guestsListen ? 2000.0 : 3500.0);
            assertThat(lost).isLessThan(PINGS / 10);
            one.run("ping -c 3 -i 0.2 -W 2 " + IpAddress.v4(pair.getLast().address()));
            nodes.assertBalanced();
        }
    }

    private static void killSoon() {
        try {
            Thread.sleep(2000);
            nodes.plane("compute1").kill();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
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
