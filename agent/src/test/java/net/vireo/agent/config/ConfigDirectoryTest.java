// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import net.vireo.agent.Samples;
import net.vireo.cli.desired.NodeFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigDirectoryTest {
    @TempDir
    private Path directory;

    private ConfigDirectory source;

    @BeforeEach
    void write() throws IOException {
        Samples.write(directory);
        source = new ConfigDirectory(directory);
    }

    /** What changed counts when it was left alone since the look before. */
    private Config lookTwice() {
        source.current();
        return source.current();
    }

    @Test
    void shouldLeaveNewFlowsToTheAgentUnlessTheNodeSaysOtherwise() throws IOException {
        final Path node = directory.resolve("10-node.yaml");
        assertThat(new ConfigDirectory(directory).current().node().orElseThrow().flowSetup())
                .isEqualTo(NodeSettings.FlowSetupMode.TRAP);
        Files.writeString(node, Samples.NODE + "flow-setup: fast\n");
        assertThat(new ConfigDirectory(directory).current().node().orElseThrow().flowSetup())
                .isEqualTo(NodeSettings.FlowSetupMode.FAST);
        Files.writeString(node, Samples.NODE + "flow-setup: quick\n");
        final ConfigDirectory wrong = new ConfigDirectory(directory);
        assertThat(wrong.current().node()).isEmpty();
        assertThat(wrong.problems()).singleElement().asString().contains("10-node.yaml", "'quick'", "trap", "fast");
    }

    @Test
    void shouldReadEveryKind() {
        final Config config = source.current();

        assertThat(source.problems()).isEmpty();
        assertThat(config.size()).isEqualTo(13);
        final NodeSettings node = config.node().orElseThrow();
        assertThat(node.address()).isEqualTo(0xc000_0201);
        assertThat(node.encaps()).containsExactly(NodeFile.Encap.UDP, NodeFile.Encap.VXLAN);
        assertThat(node.metadata()).contains(new NodeSettings.Metadata(false, 0xc000_020a, 8775, "shared"));
        final VirtualNetwork red = config.network("red").orElseThrow();
        assertThat(red.mode()).isEqualTo(NodeFile.Mode.L2_L3);
        assertThat(red.subnets().getFirst().dnsServer().orElseThrow()).hasToString("10.1.0.2/32");
        final PortConfig vm1 = config.port("vm1").orElseThrow();
        assertThat(vm1.address(true).orElseThrow().address()).isEqualTo("fd00:1::4");
        assertThat(vm1.dhcpOptions()).containsEntry("interface-mtu", "1400");
        final SecurityGroup web = config.all(SecurityGroup.class).getFirst();
        assertThat(web.rules().getFirst().ports()).isEqualTo(new TrafficMatch.Ports(80, 90));
        assertThat(web.rules().getLast().remote().group()).contains("web");
        final NetworkPolicy policy = config.all(NetworkPolicy.class).getFirst();
        assertThat(policy.rules().getFirst().pass()).isFalse();
        assertThat(config.all(LinkLocalService.class).getFirst().targets()).hasSize(1);
    }

    /** However long it stays empty: who wants to take away what it holds deletes it. */
    @Test
    void shouldKeepWhatAFileHeldThatIsBegunAnew() throws IOException {
        final Config first = source.current();
        final Path file = directory.resolve("50-policies.yaml");
        final String text = Files.readString(file);

        Files.writeString(file, "");
        for (int look = 0; look < 3; look++) {
            assertThat(source.current()).isSameAs(first);
        }

        Files.writeString(file, text.replace("80-90", "80"));
        source.current();
        final Config after = source.current();
        assertThat(after.all(SecurityGroup.class).getFirst().rules().getFirst().ports())
                .isEqualTo(new TrafficMatch.Ports(80, 80));
        assertThat(source.isSettling()).isFalse();
    }

    @Test
    void shouldSayThatAFileIsEmptyWhoseObjectsStillCount() throws IOException {
        source.current();
        final Path file = directory.resolve("50-policies.yaml");
        final String text = Files.readString(file);
        Files.writeString(file, "");
        for (int look = 0; look < 3; look++) {
            source.current();
        }

        assertThat(source.problems()).singleElement().asString().contains("50-policies.yaml", "is empty", "delete");
        assertThat(source.isSettling()).isFalse();
        Files.writeString(file, text);
        lookTwice();
        assertThat(source.problems()).isEmpty();
    }

    /** As by a copy that keeps times, or by permissions that are given after a look. */
    @Test
    void shouldReadAFileAgainThatChangedBehindItsTimeAndLength() throws IOException {
        source.current();
        final Path file = directory.resolve("50-policies.yaml");
        final FileTime before = Files.getLastModifiedTime(file);
        Files.writeString(file, Files.readString(file).replace("80-90", "81-91"));
        Files.setLastModifiedTime(file, before);

        assertThat(lookTwice()
                        .all(SecurityGroup.class)
                        .getFirst()
                        .rules()
                        .getFirst()
                        .ports())
                .isEqualTo(new TrafficMatch.Ports(81, 91));
    }

    @Test
    void shouldGiveTheSameObjectWhileNothingChanges() {
        final Config first = source.current();

        assertThat(source.current()).isSameAs(first);
    }

    @Test
    void shouldKeepTheLastGoodStateOfAWrongFileAndTakeTheOthers() throws IOException {
        source.current();
        Files.writeString(directory.resolve("30-ports.yaml"), Samples.PORTS.replace("mac: 02:", "mac: 03:"));
        Files.writeString(
                directory.resolve("60-more.yaml"),
                "kind: Peer\napiVersion: vireo.net/v1\nname: compute3\naddress: 192.0.2.3\n");

        final Config config = lookTwice();

        assertThat(config.port("vm1")).isPresent();
        assertThat(config.all(PeerConfig.class)).hasSize(2);
        assertThat(source.problems())
                .containsExactly(
                        "30-ports.yaml:6:6: mac is '03:00:00:00:01:04', expected a unicast MAC like 02:00:00:00:00:04",
                        "30-ports.yaml:17:6: mac is '03:00:00:00:01:05', expected a unicast MAC like"
                                + " 02:00:00:00:00:04");

        Files.writeString(directory.resolve("30-ports.yaml"), "# mended, and emptied but for one\n" + Samples.PORTS);
        lookTwice();
        assertThat(source.problems()).isEmpty();
    }

    @Test
    void shouldForgetWhatAFileHeldWhenItIsRemoved() throws IOException {
        source.current();
        Files.delete(directory.resolve("30-ports.yaml"));

        assertThat(source.current().all(PortConfig.class)).isNotEmpty();
        assertThat(source.current().all(PortConfig.class)).isEmpty();
    }

    @Test
    void shouldNotTakeAFileThatIsStillBeingWritten() throws IOException {
        final Path ports = directory.resolve("30-ports.yaml");
        final Config before = source.current();
        final String half = Samples.PORTS.substring(0, Samples.PORTS.indexOf("---"));

        Files.writeString(ports, "");
        assertThat(source.current()).isSameAs(before);
        Files.writeString(ports, half);
        assertThat(source.current()).isSameAs(before);
        Files.delete(ports);
        assertThat(source.current()).isSameAs(before);
        Files.writeString(ports, Samples.PORTS + "# whole\n");
        assertThat(source.current()).isSameAs(before);
        assertThat(source.current()).isEqualTo(before);
        assertThat(source.problems()).isEmpty();

        Files.delete(ports);
        assertThat(source.current()).isEqualTo(before);
        Files.writeString(ports, Samples.PORTS);
        Files.delete(ports);
        // The clock of a directory may be too coarse to see both.
        Files.setLastModifiedTime(directory, FileTime.from(Instant.now().plusSeconds(9)));
        assertThat(source.current()).as("it was there in between").isEqualTo(before);

        Files.writeString(ports, half);
        assertThat(lookTwice().all(PortConfig.class)).hasSize(1);
    }

    @Test
    void shouldForgetNothingWhileTheDirectoryCannotBeRead() throws IOException {
        final Config before = source.current();
        final Path elsewhere = directory.resolveSibling(directory.getFileName() + "-away");
        Files.move(directory, elsewhere);

        assertThat(source.current()).isSameAs(before);
        assertThat(source.problems()).singleElement().asString().contains("cannot be read");

        Files.move(elsewhere, directory);
        assertThat(source.current()).isSameAs(before);
        assertThat(source.problems()).isEmpty();
    }

    @Test
    void shouldCountTheFirstOfTwoWithTheSameName() throws IOException {
        Files.writeString(
                directory.resolve("60-more.yaml"),
                "kind: VirtualNetwork\napiVersion: vireo.net/v1\nname: red\nmode: l3\n");

        assertThat(source.current().network("red").orElseThrow().mode()).isEqualTo(NodeFile.Mode.L2_L3);
        assertThat(source.problems())
                .isEqualTo(
                        List.of("60-more.yaml:1:1: VirtualNetwork red is there already, in 20-networks.yaml:1:1, which"
                                + " counts"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "kind: Prot | x.yaml:1:7: kind is 'Prot', did you mean 'Port'?",
                "kind: Peer | address",
                "- a | the document is a list, expected a mapping of keys",
                "kind: [ | not YAML",
            })
    void shouldSayWhereAndWhatIsWrong(final String text, final String expected) throws IOException {
        Files.writeString(directory.resolve("x.yaml"), text + "\n");
        source.current();

        assertThat(source.problems()).anyMatch(line -> line.startsWith("x.yaml:") && line.contains(expected.strip()));
    }

    @Test
    void shouldTakeANameForOneAddressAndForNoPrefix() throws IOException {
        final String route = "kind: Route\napiVersion: vireo.net/v1\nnetwork: red\nvia: compute2\nlabel: 99\n";
        Files.writeString(directory.resolve("x.yaml"), route + "prefix: 10.1.0.99/32\nhost-name: far\n");
        assertThat(source.current().all(RouteConfig.class))
                .filteredOn(read -> read.hostName().equals("far"))
                .singleElement()
                .extracting(read -> read.prefix().address())
                .isEqualTo("10.1.0.99");

        Files.writeString(directory.resolve("x.yaml"), route + "prefix: 10.3.0.0/16\nhost-name: nobody\n");
        source.current();
        source.current();
        assertThat(source.problems())
                .anyMatch(line -> line.startsWith("x.yaml:7:")
                        && line.contains("host-name is 'nobody' for 10.3.0.0/16, expected a prefix of one address"));
    }

    @Test
    void shouldRefuseWhatContradictsItself() throws IOException {
        Files.writeString(directory.resolve("x.yaml"), """
            kind: Port
            apiVersion: vireo.net/v1
            uuid: 1-2-3-4-5
            name: vm9
            network: red
            mac: 02:00:00:00:01:19
            device: tap9
            parent: vm1
            vlan: 9
            colour: blue
            """);
        source.current();

        assertThat(source.problems())
                .anyMatch(line -> line.startsWith("x.yaml:3:7: uuid is '1-2-3-4-5', expected a UUID"))
                .anyMatch(line -> line.contains("device is there beside parent"))
                .anyMatch(line -> line.startsWith("x.yaml:10:1: unknown key 'colour'"));
    }
}
