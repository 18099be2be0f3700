// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the lab says about a host that lacks something, and where it puts its files. */
class HostWordsTest {
    @Test
    void shouldNameMissingToolsAndTheirPackages() {
        assertThat(Tool.missing("/nowhere", false))
                .isEqualTo("the lab needs ping, iperf3, unshare, nsenter, setpriv, setsid, not found on the PATH; "
                        + "on Debian: apt-get install iputils-ping iperf3 util-linux");
        assertThat(Tool.missing("/nowhere", true))
                .isEqualTo("the lab needs ping, iperf3, unshare, nsenter, setpriv, setsid, busybox, not found on the"
                        + " PATH; on Debian: apt-get install iputils-ping iperf3 util-linux busybox-static");
    }

    @Test
    void shouldOfferALabWithoutAgentsWhereTheirGuestsClientIsMissing(@TempDir final Path folder) throws IOException {
        for (final String tool : List.of("ping", "iperf3", "unshare", "nsenter", "setpriv", "setsid")) {
            Files.createFile(
                    folder.resolve(tool),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }

        assertThat(Tool.missing(folder.toString(), false)).isEmpty();
        assertThat(Tool.missing(folder.toString(), true))
                .isEqualTo("the lab needs busybox, not found on the PATH; on Debian: apt-get install busybox-static;"
                        + " or do without agents: vireo lab --no-agent");
    }

    @Test
    void shouldNameTheSwitchThatForbidsNamespaces() {
        assertThat(Isolation.refusal("unshare: unshare failed: No space left on device", "0", "", ""))
                .contains("No space left on device", "sysctl -w user.max_user_namespaces=10000");
        assertThat(Isolation.refusal("unshare: unshare failed: Operation not permitted", "1000", "0", ""))
                .contains("sysctl -w kernel.unprivileged_userns_clone=1");
        assertThat(Isolation.refusal("unshare: write failed /proc/self/uid_map: Operation not permitted", "1", "", "1"))
                .contains("sysctl -w kernel.apparmor_restrict_unprivileged_userns=0");
        assertThat(Isolation.refusal("unshare: mount /proc failed: Operation not permitted", "1", "1", "0"))
                .contains("systempaths=unconfined");
        assertThat(Isolation.refusal("unshare: unshare failed: Operation not permitted", "1", "", ""))
                .contains("seccomp")
                .doesNotContain("\n");
    }

    @Test
    void shouldUseVethPairsAndSayWhyWhenTapsCannotBeHad() {
        final Attachment attachment = Attachment.choose("auto", "/dev/net/tun cannot be opened");

        assertThat(attachment.kind()).isEqualTo(Attachment.Kind.VETH);
        assertThat(attachment.reason()).contains("/dev/net/tun");
        assertThat(Attachment.choose("auto", "").kind()).isEqualTo(Attachment.Kind.TAP);
        assertThat(Attachment.choose("veth", "").kind()).isEqualTo(Attachment.Kind.VETH);
    }

    @Test
    void shouldRefuseTapsThatCannotBeHadAndUnknownWishes() {
        assertThatThrownBy(() -> Attachment.choose("tap", "it is closed"))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("chmod 0666 /dev/net/tun");
        assertThatThrownBy(() -> Attachment.choose("tun", "")).hasMessageContaining("expected auto, tap or veth");
    }

    @Test
    void shouldFollowTheRuleForTheRunDirectory() {
        assertThat(RunRoot.of(Map.of("VIREO_RUN_DIR", "/x/../y", "XDG_RUNTIME_DIR", "/run/user/7"), 7))
                .isEqualTo(Path.of("/y"));
        assertThat(RunRoot.of(Map.of("XDG_RUNTIME_DIR", "/run/user/7"), 7)).isEqualTo(Path.of("/run/user/7/vireo"));
        assertThat(RunRoot.of(Map.of(), 7)).isEqualTo(Path.of("/tmp/vireo-7"));
        assertThat(RunRoot.of(Map.of("XDG_RUNTIME_DIR", "/run/user/0"), 0)).isEqualTo(Path.of("/run/vireo"));
    }
}
