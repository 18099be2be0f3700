// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import net.vireo.linux.netlink.Link;
import net.vireo.linux.netlink.RtNetlink;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("system")
class NetNamespaceSystemTest {
    private final Namespaces namespaces = new Namespaces();

    @AfterEach
    void close() {
        namespaces.close();
    }

    @Test
    void shouldMakeANamespaceWithALoopbackOnly() {
        final Path netns = namespaces.create("empty");
        try (RtNetlink net = RtNetlink.open(netns)) {
            assertThat(net.links()).extracting(Link::name).containsExactly("lo");
            assertThat(net.link("lo").up()).isFalse();
        }
    }

    @Test
    void shouldRunWorkInsideAndLeaveTheCallerWhereItWas() throws IOException {
        final Path netns = namespaces.create("inside");
        final Object before = inode(Path.of("/proc/thread-self/ns/net"));
        final Object inside = NetNamespace.call(netns, () -> inode(Path.of("/proc/thread-self/ns/net")));
        assertThat(inside).isEqualTo(inode(netns)).isNotEqualTo(before);
        assertThat(inode(Path.of("/proc/thread-self/ns/net"))).isEqualTo(before);
    }

    @Test
    void shouldWorkFromAVirtualThread() throws Exception {
        final Path netns = namespaces.create("virtual");
        final Object[] seen = new Object[2];
        final Thread thread = Thread.ofVirtual().start(() -> {
            seen[0] = NetNamespace.call(netns, () -> Thread.currentThread().isVirtual());
            seen[1] = NetNamespace.call(netns, () -> inodeUnchecked(Path.of("/proc/thread-self/ns/net")));
        });
        thread.join();
        assertThat(seen).containsExactly(false, inode(netns));
    }

    @Test
    void shouldHandOnWhatTheWorkThrows() {
        final Path netns = namespaces.create("throws");
        assertThatThrownBy(() -> NetNamespace.call(netns, () -> {
                    throw new IOException("from inside");
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("from inside");
    }

    @Test
    void shouldWaitForTheWorkWhenTheCallerIsInterrupted() {
        final Path netns = namespaces.create("interrupted");
        Thread.currentThread().interrupt();
        final int result = NetNamespace.call(netns, () -> 42);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(result).isEqualTo(42);
    }

    @Test
    void shouldSayWhyANamespaceCannotBeMadeOrEntered(@TempDir final Path folder) throws IOException {
        final Path taken = Files.createFile(folder.resolve("taken"));
        assertThatThrownBy(() -> NetNamespace.create(taken)).hasMessageStartingWith("EEXIST: open(" + taken);
        assertThatThrownBy(() -> NetNamespace.call(taken, () -> 1))
                .hasMessage("EINVAL: setns(" + taken + ", CLONE_NEWNET)");
        final Path missing = folder.resolve("missing");
        assertThatThrownBy(() -> NetNamespace.call(missing, () -> 1)).hasMessageStartingWith("ENOENT: open(" + missing);
    }

    @Test
    void shouldMountAndUnmount(@TempDir final Path folder) throws IOException {
        final Path target = Files.createDirectory(folder.resolve("target"));
        Mounts.tmpfs(target, "size=64k,mode=0700");
        assertThat(Files.getFileStore(target).type()).isEqualTo("tmpfs");
        assertThat(Files.getFileStore(target).getTotalSpace()).isEqualTo(65536);
        Files.writeString(target.resolve("file"), "text");
        final Path bound = Files.createDirectory(folder.resolve("bound"));
        Mounts.bind(target, bound);
        assertThat(bound.resolve("file")).hasContent("text");
        Mounts.unmount(bound);
        assertThat(bound.resolve("file")).doesNotExist();
        Mounts.unmount(target);
        assertThat(target.resolve("file")).doesNotExist();
        assertThatThrownBy(() -> Mounts.unmount(target)).hasMessage("EINVAL: umount(" + target + ")");
        final Path missing = folder.resolve("missing");
        assertThatThrownBy(() -> Mounts.bind(target, missing))
                .hasMessage("ENOENT: mount(" + target + ", " + missing + ", type=, flags=0x1000, options=)");
    }

    private static Object inode(final Path file) throws IOException {
        return Files.getAttribute(file, "unix:ino");
    }

    private static Object inodeUnchecked(final Path file) {
        try {
            return inode(file);
        } catch (final IOException failure) {
            throw new AssertionError(failure);
        }
    }
}
