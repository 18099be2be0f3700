// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.vireo.lab.capture.FrameReader;
import net.vireo.lab.capture.Sighting.Tunnelled;
import net.vireo.lab.host.Commands;
import net.vireo.lab.topology.Guest;
import net.vireo.lab.topology.Scenarios;
import net.vireo.port.pcap.PcapReader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One kept lab with captures, looked at from another terminal as the README says. */
@Tag("system")
@Tag("lab")
class LabSystemTest {
    private static final Guest FROM = Scenarios.TWO_NODES.guest("g2-vm0");
    private static final Guest TO = Scenarios.TWO_NODES.guest("g2-vm1");
    private static final int OUTER_BYTES = 14 + 20 + 8 + 4;
    private static final int ETHERNET_BYTES = 14;
    private static final int ICMP = 1;

    @TempDir
    private static Path directory;

    private static LabProcess lab;

    @BeforeAll
    static void runTheChecks() throws IOException {
        lab = LabProcess.start(directory, "--keep", "--pcap", captures().toString(), "-o", "json", "--time", "1");
        lab.awaitOutput("\n}", Duration.ofMinutes(2));
    }

    @AfterAll
    static void endTheLab() throws Exception {
        lab.tool("lab", "stop");
        lab.awaitEnd(Duration.ofSeconds(15));
        lab.assertNothingIsLeft();
    }

    private static Path captures() {
        return directory.resolve("out");
    }

    private String tshark(final String file, final String... arguments) throws InterruptedException {
        final List<String> line =
                new ArrayList<>(List.of("tshark", "-r", captures().resolve(file).toString()));
        line.addAll(List.of(arguments));
        final Commands.Done done = Commands.runQuietly(line, 60_000);
        assertThat(done.ok()).as("%s: %s", line, done.output()).isTrue();
        return done.output();
    }

    @Test
    void shouldPassEveryLine() {
        final JsonNode result = new JsonMapper().readTree(lab.output());

        assertThat(result.path("lines").size()).isGreaterThan(10);
        for (final JsonNode line : result.path("lines")) {
            assertThat(line.path("verdict").asString())
                    .as(line.toPrettyString())
                    .isEqualTo("passed");
        }
        assertThat(result.path("passed").asBoolean()).isTrue();
        assertThat(result.path("seconds").asDouble()).isLessThan(90);
    }

    @Test
    void shouldRecordATunnelThatTsharkDissects() throws Exception {
        final String malformed = tshark("fabric.pcap", "-Y", "_ws.malformed");
        final String badChecksums =
                tshark("fabric.pcap", "-o", "ip.check_checksum:TRUE", "-Y", "ip.checksum.status == \"Bad\"");
        final List<String> pings = tshark(
                        "fabric.pcap",
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
                        "frame.protocols")
                .lines()
                .toList();

        assertThat(malformed).isEmpty();
        assertThat(badChecksums).isEmpty();
        assertThat(pings)
                .contains("6635\t" + TO.label() + "\t192.0.2.2,120.0.0.3\teth:ethertype:ip:udp:mpls:ip:icmp:data");
    }

    @Test
    void shouldCarryInnerBytesUnchanged() throws Exception {
        final Set<String> sent = echoRequests("g2-vm0.pcap", ETHERNET_BYTES, false);
        final Set<String> underway = echoRequests("fabric.pcap", OUTER_BYTES, true);
        final Set<String> received = echoRequests("g2-vm1.pcap", ETHERNET_BYTES, false);

        assertThat(sent).hasSizeGreaterThan(10);
        assertThat(underway).isSubsetOf(sent).hasSizeGreaterThan(10);
        assertThat(received).isSubsetOf(underway).hasSizeGreaterThan(10);
    }

    /**
     * The echo requests from one red guest to the other, as text, without the two fields that a router changes: the TTL
     * and the header checksum.
     */
    private Set<String> echoRequests(final String file, final int at, final boolean tunnelled) throws IOException {
        final Set<String> packets = new HashSet<>();
        try (PcapReader reader = PcapReader.open(captures().resolve(file))) {
            while (reader.next()) {
                final byte[] frame = reader.frame();
                final boolean wanted = !tunnelled
                        || FrameReader.read(frame, frame.length, frame.length) instanceof Tunnelled tunnel
                                && tunnel.label() == TO.label();
                if (wanted && isEchoRequest(frame, at)) {
                    frame[at + 8] = 0;
                    frame[at + 10] = 0;
                    frame[at + 11] = 0;
                    packets.add(HexFormat.of().formatHex(frame, at, frame.length));
                }
            }
        }
        return packets;
    }

    private static boolean isEchoRequest(final byte[] frame, final int at) {
        if (frame.length < at + 28 || frame[at] != 0x45 || frame[at + 9] != ICMP || frame[at + 20] != 8) {
            return false;
        }
        final var bytes = ByteBuffer.wrap(frame);
        return bytes.getInt(at + 12) == FROM.address() && bytes.getInt(at + 16) == TO.address();
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
        final Process first = lab.startTool("trace", "--next", "1", "--node", "compute1");
        final Process second = lab.startTool("trace", "--next", "1", "--node", "compute2");
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
}
