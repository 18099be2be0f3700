// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import net.vireo.linux.netlink.RtNetlink;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("system")
class EthtoolSystemTest {
    private final Namespaces namespaces = new Namespaces();
    private final Path netns = namespaces.create("ethtool");

    @AfterEach
    void close() {
        namespaces.close();
    }

    @Test
    void shouldSwitchAndReadBackEveryOffload() {
        makeVeth();
        NetNamespace.call(netns, () -> {
            assertThat(Ethtool.driver("v0")).isEqualTo("veth");
            assertThat(Ethtool.offload("v0", Ethtool.Offload.TX_CHECKSUM)).isTrue();
            assertThat(Ethtool.offload("v0", Ethtool.Offload.TSO)).isTrue();
            Ethtool.setOffload("v0", Ethtool.Offload.TSO, false);
            assertThat(Ethtool.offload("v0", Ethtool.Offload.TSO)).isFalse();
            assertThat(Ethtool.offload("v0", Ethtool.Offload.TX_CHECKSUM)).isTrue();
            Ethtool.setOffload("v0", Ethtool.Offload.TSO, true);
            assertThat(Ethtool.offload("v0", Ethtool.Offload.TSO)).isTrue();
            Ethtool.setAllOffloadsOff("v0");
            for (final Ethtool.Offload offload : Ethtool.Offload.values()) {
                assertThat(Ethtool.offload("v0", offload)).as("%s", offload).isFalse();
            }
            return null;
        });
    }

    @Test
    void shouldFollowTheCarrier() {
        makeVeth();
        try (RtNetlink net = RtNetlink.open(netns)) {
            net.setUp(net.link("v0").index());
            assertThat(NetNamespace.call(netns, () -> Ethtool.link("v0"))).isFalse();
            net.setUp(net.link("v1").index());
            assertThat(NetNamespace.call(netns, () -> Ethtool.link("v0"))).isTrue();
        }
    }

    @Test
    void shouldSayWhichSwitchOfWhichLinkFailed() {
        NetNamespace.call(netns, () -> {
            assertThatThrownBy(() -> Ethtool.setOffload("nowhere", Ethtool.Offload.TSO, true))
                    .hasMessage("ENODEV: ioctl(SIOCETHTOOL, name=nowhere, set TSO on)");
            assertThatThrownBy(() -> Ethtool.driver("")).hasMessageStartingWith("EINVAL: ioctl(SIOCETHTOOL, name=,");
            return null;
        });
    }

    private void makeVeth() {
        try (RtNetlink net = RtNetlink.open(netns)) {
            net.addVeth("v0", "v1");
        }
    }
}
