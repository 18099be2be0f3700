// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import net.vireo.lab.host.Commands.Done;
import net.vireo.lab.host.LabException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A machine without any card: the image, the boot, the console. */
@Tag("system")
@Tag("guests")
class QemuGuestSystemTest {
    private static GuestImage image;
    private static QemuGuest guest;
    private static double bootS;

    @BeforeAll
    static void boot() throws Exception {
        image = GuestImage.obtain();
        guest = QemuGuest.named("alone").start(image);
        bootS = guest.awaitBoot(60_000);
    }

    @AfterAll
    static void stop() {
        guest.close();
        assertThat(guest.process().isAlive()).isFalse();
    }

    @Test
    void shouldBootWithinSeconds() {
        System.out.printf("booted in %.2f s of its own%n", bootS);
        assertThat(bootS).isBetween(0.1, 20.0);
    }

    @Test
    void shouldTellOutputAndExitCode() throws Exception {
        assertThat(guest.shell("echo one; echo two >&2; exit 7")).isEqualTo(new Done(7, "one\ntwo\n"));
        assertThat(guest.shell("printf 'no line break'")).isEqualTo(new Done(0, "no line break"));
        assertThat(guest.run("uname -sr")).startsWith("Linux 6.").contains("cloud");
    }

    @Test
    void shouldTakeQuotesLinesAndLongCommands() throws Exception {
        assertThat(guest.run("cat <<'X'\na \"b\" $c `d` \\e\nX\n")).isEqualTo("a \"b\" $c `d` \\e\n");
        final String word = "x".repeat(6000);
        assertThat(guest.run("echo " + word)).isEqualTo(word + "\n");
    }

    @Test
    void shouldLoseNothingOfManyCommands() throws Exception {
        for (int i = 0; i < 100; i++) {
            final String word = "w".repeat(7 * i);
            assertThat(guest.run("true & echo " + i + word)).isEqualTo(i + word + "\n");
        }
    }

    @Test
    void shouldKillWhatTakesTooLongAndGoOn() throws Exception {
        final Done killed = guest.shell("echo begun; sleep 30", 1000);
        assertThat(killed.exitCode()).isEqualTo(137);
        assertThat(killed.output()).startsWith("begun\n");
        assertThat(guest.run("echo next")).isEqualTo("next\n");
    }

    @Test
    void shouldHaveTheProgramsAndTheDriver() throws Exception {
        assertThat(guest.run("ip -V; iperf3 --version; ping -V; ethtool --version"))
                .contains("iproute2", "iperf 3.", "iputils", "ethtool version");
        assertThat(guest.run("lsmod")).contains("virtio_net", "mpls_router", "fou");
        assertThatThrownBy(() -> guest.run("false"))
                .isInstanceOf(LabException.class)
                .hasMessage("in guest alone, 'false' failed with exit code 1: ");
    }

    @Test
    void shouldFindTheImageInTheCacheTheSecondTime() throws Exception {
        final var before = Files.getLastModifiedTime(image.initramfs());
        final long startNs = System.nanoTime();

        assertThat(GuestImage.obtain()).isEqualTo(image);
        System.out.printf("image found in %d ms%n", (System.nanoTime() - startNs) / 1_000_000);
        assertThat(Files.getLastModifiedTime(image.initramfs())).isEqualTo(before);
    }

    @Test
    void shouldShowTheConsoleWhenTheGuestDoesNotComeUp(@TempDir final Path directory) throws Exception {
        final Path garbage = Files.writeString(directory.resolve("initramfs"), "garbage");
        final QemuGuest broken = QemuGuest.named("broken").start(new GuestImage(image.kernel(), garbage));

        assertThatThrownBy(() -> broken.awaitBoot(20_000))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("guest broken")
                .hasMessageContaining("Kernel panic");
        assertThat(broken.process().isAlive()).isFalse();
    }

    @Test
    void shouldSayWhatQemuSaidWhenItRefuses() throws Exception {
        final QemuGuest refused =
                QemuGuest.named("refused").with("-device", "no-such-device").start(image);

        assertThatThrownBy(() -> refused.awaitBoot(20_000))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("'no-such-device' is not a valid device model name");
    }
}
