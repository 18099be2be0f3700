// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.show;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.vireo.cli.Run;
import net.vireo.cli.StandInRouter;
import net.vireo.port.DeviceQueues;
import net.vireo.port.FarSide;
import net.vireo.vrouter.control.VifQueues;
import net.vireo.vrouter.lcore.QueueMap;
import net.vireo.vrouter.lcore.QueuePlaces;
import net.vireo.vrouter.lcore.QueuePolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command, and what {@code vif --get} says of queues, against a router's real handler without devices. */
class DpdkinfoCommandTest {
    @TempDir
    private Path directory;

    private final QueueMap map = new QueueMap(2, QueuePolicy.CONTRAIL);
    private StandInRouter router;

    @BeforeEach
    void start() {
        router = new StandInRouter(directory);
    }

    @AfterEach
    void stop() {
        router.close();
    }

    private Run vireo(final String command, final String... options) {
        final List<String> arguments = new ArrayList<>(List.of(command, "--sock-dir", directory.toString()));
        arguments.addAll(List.of(options));
        return Run.of(arguments.toArray(String[]::new));
    }

    private Run dpdkinfo(final String... options) {
        return vireo("dpdkinfo", options);
    }

    private void plug(final int vif, final String kind, final QueuePlaces places, final DeviceQueues device) {
        assertThat(vireo(
                                "vif",
                                "--add",
                                "tap" + vif,
                                "--type",
                                "virtual",
                                "--transport",
                                "eth",
                                "--vrf",
                                "1",
                                "--id",
                                Integer.toString(vif),
                                "--mac",
                                "00:00:5e:00:01:00")
                        .err())
                .isEmpty();
        router.queues(vif, new VifQueues(kind, 2, QueuePolicy.CONTRAIL, places, device));
    }

    /** A guest that may have {@code count} queues and uses the first {@code used}. */
    private void guest(final int vif, final int count, final int used) {
        plug(vif, "vhost-user", map.assign(count, queue -> queue < used), new DeviceQueues() {
            @Override
            public boolean isEnabled(final int rxQueue) {
                return rxQueue < used;
            }

            @Override
            public long receivedCount(final int rxQueue) {
                return 100L * rxQueue;
            }

            @Override
            public int transmitQueueOf(final int lcoreIndex) {
                return used == 0 ? NO_QUEUE : lcoreIndex % used;
            }

            @Override
            public Optional<FarSide> farSide() {
                return Optional.of(
                        used < 3
                                ? new FarSide(used > 0, used, 0, "", 0, 0)
                                : new FarSide(true, used, 7, "7 times a chain of stones", 2, 9));
            }
        });
    }

    private void fabricAndGuests() {
        plug(0, "packet-socket", map.assignFabric(2), DeviceQueues.always(2, queue -> DeviceQueues.UNCOUNTED));
        guest(3, 4, 1);
        guest(4, 4, 3);
        guest(5, 4, 0);
    }

    @Test
    void shouldShowTheMapLcoreByLcoreWithReasons() {
        fabricAndGuests();
        final Run run = dpdkinfo();

        assertThat(run.err()).isEmpty();
        assertThat(run.out()).isEqualTo("""
                No. of forwarding lcores: 2
                No. of interfaces: 4
                Lcore 10:
                   Interface: vif0/0 tap0              Queue ID: 0                - packets  the fabric's own for this lcore
                   Interface: vif0/3 tap3              Queue ID: 0                0 packets  here were the fewest queues
                   Interface: vif0/4 tap4              Queue ID: 1              100 packets  next after the queue before
                Lcore 11:
                   Interface: vif0/0 tap0              Queue ID: 1                - packets  the fabric's own for this lcore
                   Interface: vif0/4 tap4              Queue ID: 0                0 packets  here were the fewest queues
                   Interface: vif0/5 tap5              Queue ID: 0                0 packets  here were the fewest queues, not enabled
                Not served:
                   Interface: vif0/4 tap4              Queue ID: 2              200 packets  more queues than lcores
                Sent by queue:
                   Interface: vif0/0 tap0              lcore 10 to 0, 11 to 1
                   Interface: vif0/3 tap3              lcore 10 to 0, 11 to 0
                   Interface: vif0/4 tap4              lcore 10 to 0, 11 to 1
                   Interface: vif0/5 tap5              none, nobody is there
                vif0/4 tap4: its guest uses 3 queues and there are 2 lcores: queue 2 is never polled, and what the guest sends on it is lost
                   give the guest at most 2 queues (in it: ethtool -L DEVICE combined 2), or start the data plane with --lcores 3 or with --queue-policy all
                """);
        assertThat(run.exitCode()).isZero();
        assertThat(dpdkinfo("-c").out()).isEqualTo(run.out());
        assertThat(dpdkinfo("-c", "--all-queues").out())
                .contains(
                        "vif0/3 tap3              Queue ID: 3              300 packets  more queues than lcores, not enabled\n");
    }

    @Test
    void shouldPrintJsonWithNumbersAsNumbers() {
        fabricAndGuests();
        final String json = dpdkinfo("-c", "-o", "json").out();

        Json.check(json);
        assertThat(json.replaceAll("\\s+", ""))
                .contains(
                        "{\"vif\":0,\"name\":\"tap0\",\"kind\":\"packet-socket\",\"queuePolicy\":\"contrail\",\"lcores\":2,\"rx\":"
                                + "[{\"queue\":0,\"lcore\":10,\"reason\":\"own\",\"enabled\":true,\"packets\":null},")
                .contains("{\"queue\":2,\"lcore\":null,\"reason\":\"not-served\",\"enabled\":true,\"packets\":200}")
                .contains(
                        "\"tx\":[{\"lcore\":10,\"queue\":0},{\"lcore\":11,\"queue\":1}],"
                                + "\"numa\":{\"port\":null,\"memory\":null,\"lcores\":[null,null]},\"guest\":{\"connected\":true,\"openQueuePairs\":3,\"ringFaults\":7,"
                                + "\"ringFaultText\":\"7timesachainofstones\",\"memoryFaults\":2,\"discarded\":9},\"attachment\":{\"kind\":\"vhost-user\",\"across\":\"memorysharedwiththeguest\",\"fast\":true,\"copiesPerPacket\":1},\"healthy\":false,\"cause\":")
                .contains(
                        "\"tx\":[{\"lcore\":10,\"queue\":null},{\"lcore\":11,\"queue\":null}],"
                                + "\"numa\":{\"port\":null,\"memory\":null,\"lcores\":[null,null]},\"guest\":{\"connected\":false,\"openQueuePairs\":0,\"ringFaults\":0,"
                                + "\"ringFaultText\":\"\",\"memoryFaults\":0,\"discarded\":0},\"attachment\":{\"kind\":\"vhost-user\",\"across\":\"memorysharedwiththeguest\",\"fast\":true,\"copiesPerPacket\":1},\"healthy\":true}");
    }

    @Test
    void shouldShowAVifsQueuesAndWhatIsWrongWithThem() {
        fabricAndGuests();
        final String indent = "\n            ";
        assertThat(vireo("vif", "--get", "3").out())
                .endsWith(indent + "RX queues: 0 on lcore 10; 3 more not enabled" + indent
                        + "TX queues: lcore 10 to 0, 11 to 0" + indent
                        + "Guest: connected, 1 queue pair open  ring faults:0 memory faults:0 discarded:0\n\n");
        assertThat(vireo("vif", "--get", "5").out())
                .endsWith(indent + "RX queues: 0 on lcore 11 once its guest uses it; 3 more not enabled" + indent
                        + "TX queues: none, nobody is there" + indent
                        + "Guest: not connected, 0 queue pairs open  ring faults:0 memory faults:0 discarded:0\n\n");
        assertThat(vireo("vif", "--get", "4").out())
                .contains(
                        indent + "RX queues: 0 on lcore 11, 1 on lcore 10, 2 not served; 1 more not enabled" + indent
                                + "TX queues: lcore 10 to 0, 11 to 1" + indent
                                + "Guest: connected, 3 queue pairs open  ring faults:7 memory faults:2 discarded:9"
                                + indent
                                + "Ring faults: 7 times a chain of stones" + indent
                                + "Not healthy: its guest uses 3 queues and there are 2 lcores: queue 2 is never polled",
                        indent + "Mend: give the guest at most 2 queues");
        assertThat(vireo("vif", "--get", "4", "--plain").out()).doesNotContain("queues:", "Mend");
        final String json = vireo("vif", "--get", "4", "-o", "json").out();
        Json.check(json);
        assertThat(json.replaceAll("\\s+", ""))
                .contains(
                        "\"queues\":{\"kind\":\"vhost-user\",",
                        "\"guest\":{\"connected\":true,\"openQueuePairs\":3,\"ringFaults\":7,"
                                + "\"ringFaultText\":\"7timesachainofstones\",\"memoryFaults\":2,\"discarded\":9},",
                        "\"healthy\":false");
        assertThat(vireo("vif", "--get", "0", "-o", "json").out().replaceAll("\\s+", ""))
                .as("a wire is no guest")
                .contains("\"guest\":null");
        assertThat(vireo("vif", "--get", "0").out()).doesNotContain("Guest:");
    }

    @Test
    void shouldSayNothingOfQueuesWhenAVifHasNoDevice() {
        plug(3, "", map.assign(0, queue -> true), DeviceQueues.always(1, queue -> 0));
        assertThat(vireo("vif", "--get", "3").out()).doesNotContain("queues:", "healthy");
        assertThat(vireo("vif", "--get", "3", "-o", "json").out().replaceAll("\\s+", ""))
                .contains("\"rx\":[]");
    }

    @Test
    void shouldShowPacketMemoryAndWhatForwards() {
        assertThat(dpdkinfo("-m", "all").out()).startsWith("Name ").contains("packet_pool ");
        assertThat(dpdkinfo("--mempool", "packet_pool").out()).contains("packet_pool ");
        assertThat(dpdkinfo("-m", "pocket").err()).contains("no pool 'pocket'", "-m all");
        assertThat(dpdkinfo("-v").out()).contains("Vireo 0.1.0", "no DPDK");
        final String json = dpdkinfo("-m", "all", "-o", "json").out();
        Json.check(json);
        assertThat(json).contains("\"pools\"");
    }

    @Test
    void shouldSayWhatIsNotThereYet() {
        final Run run = dpdkinfo("-x=all");
        assertThat(run.exitCode()).isOne();
        assertThat(run.err()).contains("not there yet", "vireo vif --get 0");
        assertThat(dpdkinfo("-b").exitCode()).isOne();
        assertThat(dpdkinfo("-n", "1").exitCode()).isOne();
        assertThat(dpdkinfo("-c", "-m", "all").exitCode()).isEqualTo(2);
        assertThat(dpdkinfo("-v", "--all-queues").exitCode()).isEqualTo(2);
        assertThat(dpdkinfo().out()).startsWith("No. of forwarding lcores: unknown, no vif has a device\n");
    }
}
