// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.apply;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.vireo.cli.desired.NodeFile;
import net.vireo.cli.yaml.Problems;
import net.vireo.vrouter.table.VhostSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeFileReaderTest {
    static final String GOOD = """
            kind: Node
            apiVersion: vireo.net/v1
            node:
              name: compute1
              address: 192.0.2.1
              fabric: {device: fabric0, mac: "52:54:00:aa:00:01", mtu: 1500}
            networks:
              - {name: red, vrf: 1}
              - {name: blue, vrf: 2}
            peers:
              - {name: compute2, address: 192.0.2.2}
            interfaces:
              - {name: g2-vm0, device: tap0, network: red, address: 120.0.0.4, mac: 02:00:00:00:00:04, label: 16}
            routes:
              - {network: red, prefix: 120.0.0.3/32, via: compute2, label: 17}
              - {network: blue, prefix: 10.1.0.0/16, via: 192.0.2.3, label: 18}
            """;

    private static List<String> problems(final String text) {
        final Problems problems = new Problems("n.yaml");
        assertThat(NodeFileReader.read(text, problems).isEmpty()).isEqualTo(!problems.isEmpty());
        return problems.lines();
    }

    private static NodeFile read(final String text) {
        final Problems problems = new Problems("n.yaml");
        final NodeFile file = NodeFileReader.read(text, problems).orElse(null);
        assertThat(problems.lines()).isEmpty();
        return file;
    }

    @Test
    void shouldReadEverythingThatAFileCanSay() {
        final NodeFile file = read(GOOD);

        assertThat(file.name()).isEqualTo("compute1");
        assertThat(file.address()).isEqualTo(0xc0000201);
        assertThat(file.fabricMac()).isEqualTo(0x5254_00aa_0001L);
        assertThat(file.interfaces())
                .containsExactly(new NodeFile.Guest(
                        "g2-vm0", "tap0", NodeFile.Network.plain("red", 1), 0x78000004, 0x0200_0000_0004L, 16));
        assertThat(file.routes()).hasSize(2);
        assertThat(remote(file, 0).peer().name()).isEqualTo("compute2");
        assertThat(remote(file, 1).peer().address()).isEqualTo(0xc0000203);
        assertThat(remote(file, 1).label()).isEqualTo(18);
    }

    private static NodeFile.Remote remote(final NodeFile file, final int route) {
        return (NodeFile.Remote) file.routes().get(route).targets().getFirst();
    }

    @Test
    void shouldMakeAFabricMacOfTheAddressWhenThereIsNone() {
        assertThat(read(GOOD.replace(", mac: \"52:54:00:aa:00:01\"", "")).fabricMac())
                .isEqualTo(0x0256_c000_0201L);
    }

    @Test
    void shouldReadASocketAsTheFabric() {
        final NodeFile server = read(GOOD.replace("device: fabric0", "vhost-user: /run/f.sock, queues: 2"));
        assertThat(server.fabricDevice()).isEqualTo("/run/f.sock");
        assertThat(server.fabricSocket()).contains(new VhostSocket(false, 2));

        final NodeFile driver = read(GOOD.replace("device: fabric0", "virtio-user: /run/f.sock"));
        assertThat(driver.fabricDevice()).isEqualTo("virtio-user:/run/f.sock");
        assertThat(driver.fabricSocket()).as("connects by itself").contains(new VhostSocket(true, 0));
    }

    @Test
    void shouldTellAllProblemsAtOnceInTheOrderOfTheFile() {
        final List<String> problems = problems("""
                kind: Nod
                apiVersion: vireo.net/v1
                node:
                  name: compute1
                  adress: 192.0.2.1
                  fabric: {device: fabric0}
                networks:
                  - {name: red, vrf: 0}
                interfaces:
                  - {name: g2-vm0, network: rde, address: 120.0.0.400, mac: 03:00:00:00:00:04, label: 3}
                """);

        assertThat(problems)
                .containsExactly(
                        "n.yaml:1:7: kind is 'Nod', expected Node",
                        "n.yaml:4:3: node has no key 'address', expected an IPv4 address like 10.0.0.1",
                        "n.yaml:5:3: unknown key 'adress' in node, did you mean 'address'?",
                        "n.yaml:8:22: vrf is '0', expected a number from 1 to 65534",
                        "n.yaml:10:29: unknown network 'rde', did you mean 'red'?",
                        "n.yaml:10:43: address is '120.0.0.400', expected an IPv4 address like 10.0.0.1",
                        "n.yaml:10:61: mac is '03:00:00:00:00:04', expected a unicast MAC like 02:00:00:00:00:04",
                        "n.yaml:10:87: label is '3', expected a number from 16 to 1048575");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "via: compute2            | via: compute3       | n.yaml:15:47: via is 'compute3', did you mean 'compute2'?",
                "via: compute2            | via: 192.0.2.1      | n.yaml:15:47: via is this node itself, expected another node",
                "10.1.0.0/16              | 10.1.0.1/16         | n.yaml:16:29: prefix 10.1.0.1/16 has bits behind its length,"
                        + " expected 10.1.0.0/16",
                "120.0.0.3/32             | 120.0.0.4/32        | n.yaml:15:28: address 120.0.0.4 in network red is taken already,"
                        + " in line 13",
                "name: blue, vrf: 2       | name: blue, vrf: 1  | n.yaml:9:23: vrf 1 is taken already, in line 8",
                "name: blue, vrf: 2       | name: red, vrf: 2   | n.yaml:9:12: network red is taken already, in line 8",
                "device: tap0             | device: fabric0     | n.yaml:13:28: device fabric0 is taken already, in line 6",
                "device: tap0             | device: a-far-too-long-name | n.yaml:13:28: device 'a-far-too-long-name' is no"
                        + " device name, expected a device name of 1 to 15 characters",
                "name: compute1           | name: com pute1     | n.yaml:4:9: name is 'com pute1', expected a name of letters,"
                        + " digits, '-', '_' and '.'",
                "peers:                   | peer:               | n.yaml:10:1: unknown key 'peer' in the file, did you mean"
                        + " 'peers'?",
                "- {name: red, vrf: 1}    | - red               | n.yaml:8:5: network is 'red', expected a mapping of keys",
                "routes:                  | routes: {a: 1}\\nr:  | n.yaml:14:9: routes is a mapping of keys, expected a list"
                        + " (lines that start with '- ')",
                "kind: Node               | kind: Node\\nkind: Node | n.yaml:2:1: key 'kind' again, it is already in line 1",
                "vrf: 2                   | vrf: &x 2           | ",
                "vrf: 2                   | vrf: 2, mode: l4    | n.yaml:9:32: mode is 'l4', did you mean 'l2'?",
                "vrf: 2                   | vrf: 2, broadcast-label: 16 | n.yaml:9:43: broadcast-label is for bridged networks,"
                        + " expected mode l2 or l2_l3 with it",
                "vrf: 2                   | vrf: 2, prefixes: [10.0.0.1/8] | n.yaml:9:37: prefixes 10.0.0.1/8 has bits behind its"
                        + " length, expected 10.0.0.0/8",
                "vrf: 2                   | vrf: 2, gateways: 10.0.0.0/8 | n.yaml:9:36: gateways is '10.0.0.0/8', expected an address"
                        + " like 10.0.0.1 or fd00::1",
                "address: 192.0.2.2       | address: 192.0.2.2, encap: mpls | n.yaml:11:49: encap is 'mpls', expected udp, gre or"
                        + " vxlan",
                "address: 192.0.2.2       | address: 192.0.2.2, encap: vxlan | n.yaml:15:47: network red has no vni, which the VXLAN"
                        + " tunnel to compute2 needs, expected a key vni in line 8",
                "label: 16                | label: 16, address6: '120.0.0.4' | n.yaml:13:113: address6 is '120.0.0.4', expected an IPv6"
                        + " address like fd00::4",
                "label: 16                | label: 16, mirror: probe | n.yaml:13:111: unknown mirror 'probe', expected a mirror, but"
                        + " the file has none",
                "device: tap0             | parent: g2-vm9, vlan: 4095 | n.yaml:13:42: vlan is '4095', expected a number from 1 to"
                        + " 4094",
                "device: tap0             | parent: g2-vm9, vlan: 7 | n.yaml:13:28: unknown interface 'g2-vm9', did you mean"
                        + " 'g2-vm0'?",
                "device: tap0             | port: {vhost-user: a/b} | n.yaml:13:39: vhost-user is 'a/b', expected an absolute"
                        + " path of at most 107 characters, or a name of at most 64",
                "device: tap0             | port: {vhost-user: /s, mode: qemu} | n.yaml:13:49: mode is 'qemu', expected server"
                        + " or client",
                "device: tap0             | port: {vhost-user: /s, queues: 65} | n.yaml:13:51: queues is '65', expected a"
                        + " number from 1 to 64",
                "device: tap0             | port: {vhost-usr: /s} | n.yaml:13:26: port has no key 'vhost-user', expected an"
                        + " absolute path of at most 107 characters, or a name of at most 64",
                "device: tap0             | device: tap0, port: {vhost-user: /s} | n.yaml:13:28: device is there beside port,"
                        + " expected one of them",
                "device: fabric0          | vhost-user: /s, queues: 65 | n.yaml:6:36: queues is '65', expected a number from 1 to 64",
                "device: fabric0          | vhost-user: s           | n.yaml:6:24: vhost-user is 's', expected an absolute path of"
                        + " at most 107 characters",
                "device: fabric0          | virtio-user: /s, mode: guest | n.yaml:6:35: mode is 'guest', expected server or client",
                "device: fabric0          | device: fabric0, vhost-user: /s | n.yaml:6:41: vhost-user is there beside device,"
                        + " expected one of them",
                "device: fabric0          | device: fabric0, mode: client | n.yaml:6:35: mode is for sockets, expected vhost-user:"
                        + " PATH or virtio-user: PATH with it",
                "device: fabric0          | vhost-usr: /s           | n.yaml:6:12: unknown key 'vhost-usr' in fabric, did you mean"
                        + " 'vhost-user'?",
                "address: 192.0.2.2       | address: 192.0.2.2, mac: '01:00:00:00:00:01' | n.yaml:11:47: mac is"
                        + " '01:00:00:00:00:01', expected a unicast MAC like 02:00:00:00:00:04",
                "via: 192.0.2.3           | arp: [proxi], via: 192.0.2.3 | n.yaml:16:48: arp is 'proxi', expected proxy, flood, trap or"
                        + " none, or a list of them",
                "via: 192.0.2.3           | paths: [{via: compute9, label: 18}] | n.yaml:16:56: via is 'compute9', did you mean"
                        + " 'compute2'?",
                "routes:                  | macs: [{network: red, mac: '02:00:00:00:00:09', via: compute2, label: 40}]\\nroutes: |"
                        + " n.yaml:14:18: network red has no MACs, expected mode l2 or l2_l3 for it",
                "routes:                  | mirrors: [{name: m, index: 255, address: 192.0.2.9}]\\nroutes: | n.yaml:14:28: index is '255',"
                        + " expected a number from 0 to 254",
                "routes:                  | qos-maps: [{name: q, id: 1, dscp: {64: voice}}]\\nroutes: | n.yaml:14:36: dscp is '64',"
                        + " expected a number from 0 to 63",
            })
    void shouldSayWhereWhatAndWhatInstead(final String from, final String to, final String problem) {
        final List<String> problems =
                problems(GOOD.replace(from.strip(), to.strip().replace("\\n", "\n")));

        if (problem == null) {
            assertThat(problems).isEmpty();
        } else {
            assertThat(problems).contains(problem);
        }
    }

    @Test
    void shouldTellWhereTheTextIsNoYaml() {
        assertThat(problems("kind: Node\nnode: {name: [a\n"))
                .singleElement()
                .asString()
                .startsWith("n.yaml:2:16: not YAML: while parsing a flow sequence");
        assertThat(problems("\tkind: Node\n")).singleElement().asString().startsWith("n.yaml:1:1: not YAML: ");
        assertThat(problems("")).containsExactly("n.yaml:1:1: the file is empty, expected kind: Node");
        assertThat(problems("just words")).contains("n.yaml:1:1: the file is 'just words', expected a mapping of keys");
        assertThat(problems(GOOD + "---\nkind: Node\n")).anyMatch(line -> line.contains("a second document"));
        assertThat(problems(GOOD.replace("vrf: 1", "vrf: &v 1").replace("vrf: 2", "vrf: *v")))
                .anyMatch(line -> line.contains("an alias, expected the value itself"));
    }

    @Test
    void shouldNeverFailOtherwiseThanWithAPlaceInTheFile() {
        for (long seed = 0; seed < 800; seed++) {
            final Random random = new Random(seed);
            final char[] text = (seed % 2 == 0 ? GOOD : ExampleFilesTest.example("everything.yaml")).toCharArray();
            for (int i = 0; i < 1 + random.nextInt(8); i++) {
                final int from = random.nextInt(text.length);
                switch (random.nextInt(3)) {
                    case 0 -> text[from] = (char) (32 + random.nextInt(95));
                    case 1 -> text[from] = "{}[]:-,&*!|>#\n\t'\"".charAt(random.nextInt(17));
                    default -> Arrays.fill(text, from, Math.min(text.length, from + random.nextInt(20)), ' ');
                }
            }
            assertThat(problems(new String(text)))
                    .as("seed %d", seed)
                    .allMatch(line -> line.matches("(?s)n\\.yaml:\\d+:\\d+: .+"));
        }
    }
}
