// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.apply;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import net.vireo.cli.desired.NodeFile;
import net.vireo.cli.yaml.Problems;
import net.vireo.port.kind.PortKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An interface that goes past the data plane gets nothing that only the data plane could do (deck p105, p146). */
class BypassedPortsTest {
    private static final String PAST = "  - {name: vm9, port: {sr-iov: \"0000:3b:02.1\"}, mac: 02:00:00:00:00:09}\n";
    private static final String FILE = NodeFileReaderTest.GOOD.replace("routes:\n", PAST + "routes:\n");

    private final Problems problems = new Problems("n.yaml");

    private Optional<NodeFile> read(final String text) {
        return NodeFileReader.read(text, problems);
    }

    @Test
    void shouldBeNamedAndGetNothingInTheDataPlane() {
        final NodeFile file = read(FILE).orElseThrow();
        assertThat(file.bypasses()).containsExactly(new NodeFile.Bypass("vm9", PortKind.SR_IOV, "0000:3b:02.1"));
        assertThat(file.interfaces()).extracting(NodeFile.Guest::name).containsExactly("g2-vm0");
    }

    @ParameterizedTest
    @CsvSource({
        "network: red, network asks for overlay",
        "label: 99, label asks for overlay",
        "policy: true, policy asks for policy",
        "dhcp: true, dhcp asks for services",
        "mirror: probe, mirror asks for mirror",
        "qos: gold, qos asks for qos",
        "vlan: 7, vlan asks for sub-interfaces"
    })
    void shouldBeRefusedWhatOnlyTheDataPlaneDoes(final String wish, final String words) {
        assertThat(read(FILE.replace("02:00:00:00:00:09}", "02:00:00:00:00:09, " + wish + "}")))
                .isEmpty();
        final List<String> lines = problems.lines();
        assertThat(lines)
                .singleElement()
                .asString()
                .contains(words + ", which vm9 cannot have: packets of a port of kind sr-iov go past the data plane,"
                        + " expected an interface without " + wish.substring(0, wish.indexOf(':'))
                        + ", or one with port {vhost-user: PATH}");
    }

    @ParameterizedTest
    @CsvSource({"vdpa, VDPA", "passthrough, PASSTHROUGH"})
    void shouldBeOfAnyKindThatGoesPast(final String word, final PortKind kind) {
        assertThat(read(FILE.replace("sr-iov", word)).orElseThrow().bypasses())
                .extracting(NodeFile.Bypass::kind)
                .containsExactly(kind);
    }

    @Test
    void shouldHaveANameAndADeviceOfItsOwn() {
        assertThat(read(FILE.replace("routes:\n", PAST + "routes:\n"))).isEmpty();
        assertThat(problems.lines())
                .hasSize(2)
                .anyMatch(line -> line.contains("interface vm9 is taken already"))
                .anyMatch(line -> line.contains("device 0000:3b:02.1 is taken already"));
    }
}
