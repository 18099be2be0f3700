// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.vireo.lab.topology.Family;
import net.vireo.lab.topology.Guest;
import net.vireo.lab.topology.Scenarios;
import net.vireo.lab.topology.Topology;
import net.vireo.lab.traffic.Frames;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One kept lab with captures, looked at from another terminal as the README says. Its nodes have agents: guests know
 * nothing but what they are told.
 */
@Tag("system")
@Tag("lab")
class LabSystemTest {
    private static final Topology LAB = Scenarios.TWO_NODES.withAgents();
    private static final Guest FROM = LAB.guest("g2-vm0");
    private static final Guest TO = LAB.guest("g2-vm1");

    @TempDir
    private static Path directory;

    private static LabProcess lab;

    @BeforeAll
    static void runTheChecks() throws IOException {
        lab = LabProcess.start(directory, "--keep", "--pcap", captures().toString(), "-o", "json", "--time", "1");
        lab.awaitOutput("\n}", Duration.ofMinutes(5));
    }

    @AfterAll
    static void endTheLab() throws Exception {
        assertThat(lab.tool("lab", "stop")).contains("has ended");
        lab.awaitEnd(Duration.ofSeconds(15));
        lab.assertNothingIsLeft();
    }

    private static Path captures() {
        return directory.resolve("out");
    }

    private static JsonNode result() {
        return new JsonMapper().readTree(lab.output());
    }

    private static JsonNode line(final String title) {
        return result().path("lines")
                .valueStream()
                .filter(line -> line.path("check").asString().contains(title))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no line about " + title + " in " + lab.output()));
    }

    @Test
    void shouldPassEveryLine() {
        final JsonNode result = result();

        assertThat(result.path("lines").size())
                .isEqualTo(CheckList.withAgents(LAB, false, Checks.ALL).size());
        for (final JsonNode line : result.path("lines")) {
            assertThat(line.path("verdict").asString())
                    .as(line.toPrettyString())
                    .isEqualTo("passed");
        }
        assertThat(result.path("passed").asBoolean()).isTrue();
        assertThat(result.path("seconds").asDouble()).isLessThan(90);
    }

    @Test
    void shouldShowWhereEachPacketWent() {
        TrafficNumbers.assertAgree(result());
    }

    /** The picture that a lab without {@code -o json} ends with: short, and no wider than a screen. */
    @Test
    void shouldDrawTheSameForPeople() throws Exception {
        final String picture = lab.tool("traffic", "--node", "compute1");

        assertThat(picture)
                .startsWith("compute1: 2 lcores, load balance auto\n")
                .containsPattern("vif0/0 fabric +[0-9]+ +[0-9]+ +[0-9]+  10: 0 own +[0-9]+  11: 1 own +[0-9]+\n")
                .containsPattern("vif0/3 g2-vm0 .*10: 0 fewest +[0-9]+  11: 1 next +[0-9]+\n")
                .contains("\nledger  ", ": balanced\n");
        assertThat(picture.lines())
                .hasSizeLessThan(25)
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(100));
    }

    @Test
    void shouldRecordTunnelsThatTsharkReadsAsWeDo() throws Exception {
        final Dissection dissection = new Dissection(captures().resolve("fabric.pcap"), LAB);

        dissection.assertAgrees(1000);
        assertThat(dissection.lines(
                        "-Y",
                        "mpls && icmp.type == 8",
                        "-T",
                        "fields",
                        "-e",
                        "udp.dstport",
                        "-e",
                        "mpls.label",
                        "-e",
                        "ip.dst",
                        "-e",
                        "frame.protocols"))
                .contains("6635\t" + TO.label() + "\t192.0.2.2,120.0.0.3\teth:ethertype:ip:udp:mpls:ip:icmp:data");
    }

    @Test
    void shouldCarryInnerBytesUnchanged() throws Exception {
        final InnerBytes bytes = new InnerBytes(captures(), LAB);
        final Guest from = LAB.guest("g3-vm0");
        final Guest to = LAB.guest("g3-vm1");

        bytes.assertEchoesUnchanged(FROM, TO, Family.IPV4);
        bytes.assertEchoesUnchanged(FROM, TO, Family.IPV6);
        bytes.assertFramesUnchanged(from, to, Frames.ETHERTYPE_EXPERIMENT);
        bytes.assertFramesUnchanged(from, to, 0x0800);
        bytes.assertFramesUnchanged(from, to, 0x86dd);
    }

    @Test
    void shouldLeadByHandFromLabelToNexthopToVif() throws Exception {
        final String label = lab.tool("mpls", "--get", String.valueOf(FROM.label()), "--node", "compute1");
        final String nexthop = lab.tool("nh", "--get", afterLabel(label), "--node", "compute1");
        final Matcher vif = Pattern.compile("Oif:\\s*(\\d+)").matcher(nexthop);

        assertThat(vif.find()).as(nexthop).isTrue();
        assertThat(lab.tool("vif", "--get", vif.group(1), "--node", "compute1")).contains(FROM.name());
    }

    private static String afterLabel(final String text) {
        final Matcher matcher =
                Pattern.compile("(?m)^\\s*" + FROM.label() + "\\s+(\\d+)").matcher(text);
        assertThat(matcher.find()).as(text).isTrue();
        return matcher.group(1);
    }

    @Test
    void shouldTraceAPingOnBothNodes() throws Exception {
        // The guest's vif alone, and more than one packet of the fabric: hosts look for each other now and then.
        final Process first = lab.startTool("trace", "--next", "1", "--vif", FROM.name(), "--node", "compute1");
        final Process second = lab.startTool("trace", "--next", "3", "--vif", "vif0/0", "--node", "compute2");
        Thread.sleep(2000);
        lab.tool("lab", "shell", FROM.name(), "--", "ping", "-c", "3", "-i", "0.2", "120.0.0.3");
        final String here = text(first);
        final String there = text(second);

        assertThat(here).contains("encap").contains(String.valueOf(TO.label()));
        assertThat(there).contains("mpls").contains(String.valueOf(TO.label()));
    }

    private static String text(final Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** Whatever the lab sends itself: pings that are refused, too long packets, floods of strangers. It is in good health. */
    @Test
    void shouldBeFoundInGoodHealth() throws Exception {
        final Process pings =
                lab.startTool("lab", "shell", FROM.name(), "--", "ping", "-q", "-c", "200", "-i", "0.01", "120.0.0.3");
        assertThat(lab.tool("doctor")).contains("compute1: nothing found", "compute2: nothing found");
        // Until the agents have judged it only the first packets of a flow are held.
        assertThat(text(pings)).containsPattern("200 packets transmitted, (1[0-9][0-9]|200) received");
    }

    @Test
    void shouldBalanceTheLedgerAfterIperf() throws Exception {
        assertThat(lab.tool("ledger", "--node", "compute1")).isNotEmpty();
        assertThat(lab.tool("ledger", "--node", "compute2")).isNotEmpty();
    }

    @Test
    void shouldOpenAShellInAGuestAndNameWhatThereIs() throws Exception {
        assertThat(lab.tool("lab", "shell", "b2-vm2", "--", "ip", "-br", "address"))
                .contains("eth0")
                .contains("120.0.0.9/24");
        final Process wrong = lab.startTool("lab", "shell", "nobody");
        assertThat(text(wrong)).contains("the lab has no 'nobody'").contains("g2-vm0");
        assertThat(Files.exists(lab.files().space("b2-vm2"))).isTrue();
    }

    @Test
    void shouldGiveEveryGuestItsAddresses() {
        assertThat(line("by DHCP").path("measured").asString()).contains("9 guests have the addresses");
    }

    @Test
    void shouldLetOnePortAnswerAndNameWhatStopsTheOther() {
        assertThat(line("policy").path("measured").asString()).isEqualTo("port 80: b2-vm2; port 8080: no answer");
        assertThat(line("policy").path("proof").asString()).isEqualTo("flow on compute2 dropped: OutSG");
    }

    @Test
    void shouldDecideNothingWhileThereIsNoAgentAndGoOnWhenItIsBack() {
        assertThat(line("nobody to permit").path("measured").asString())
                .contains("alone: 0 of 6 back", "TRAP_NO_IF=", "again: 6 of 6 back");
    }

    /** Its ports are another namespace's; the sockets in its directory are for everybody who may look there. */
    @Test
    void shouldShowTheAgentsFromAnotherTerminal() throws Exception {
        assertThat(lab.tool("agent", "status", "--node", "compute1"))
                .contains("data plane connected, 5 of 5 ports active, 3 networks");
    }

    @Test
    void shouldShowARuleComeAndGoStepByStep() throws Exception {
        final JsonNode told = new JsonMapper().readTree(document(lab.tool("lab", "policy", "--no-wait", "-o", "json")));

        assertThat(told.path("passed").asBoolean()).as(told.toPrettyString()).isTrue();
        assertThat(told.path("kind").asString()).isEqualTo("LabPolicy");
        assertThat(told.path("steps"))
                .hasSize(3)
                .allSatisfy(step -> assertThat(step.path("claims")).isNotEmpty());
    }

    /** What is told goes to standard error, which the tool's caller reads with the rest. */
    private static String document(final String said) {
        final List<String> lines = said.lines().toList();
        return String.join("\n", lines.subList(lines.indexOf("{"), lines.lastIndexOf("}") + 1));
    }
}
