// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.system;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import net.vireo.linux.Fds;
import net.vireo.linux.LinuxException;
import net.vireo.linux.NetNamespace;
import net.vireo.linux.netlink.RtNetlink;

/** A guest: a namespace with the device that the data plane made for it, and programs in it. */
final class GuestLink implements AutoCloseable {
    private static final String SCRIPT = """
            #!/bin/sh
            [ "$1" = bound ] || exit 0
            ip address replace "$ip/$mask" dev "$interface"
            [ -z "$router" ] || ip route replace default via "$router"
            echo "ip=$ip mask=$mask router=$router"
            """;

    private final Path namespace;
    private final Path script;
    private String device = "";

    GuestLink(final Path directory, final String name) throws IOException {
        namespace = directory.resolve(name);
        NetNamespace.create(namespace);
        script = directory.resolve(name + "-script");
        Files.writeString(script, SCRIPT);
        if (!script.toFile().setExecutable(true)) {
            throw new IOException("cannot make " + script + " executable");
        }
    }

    /** Takes the device, as soon as it is here. */
    void take(final String name, final long mac) throws IOException {
        device = name;
        await().atMost(Duration.ofSeconds(60)).until(() -> isHere(name));
        final int fd = NetNamespace.open(namespace);
        try (RtNetlink links = RtNetlink.open()) {
            links.moveTo(links.link(name).index(), fd);
        } finally {
            Fds.close(fd);
        }
        try (RtNetlink links = RtNetlink.open(namespace)) {
            final int link = links.link(name).index();
            links.setMac(link, mac);
            links.setUp(link);
        }
    }

    /** The file of its namespace. */
    Path namespace() {
        return namespace;
    }

    /** What a program prints in it. */
    String tool(final String... command) {
        return run(command);
    }

    private static boolean isHere(final String name) {
        try (RtNetlink links = RtNetlink.open()) {
            return links.link(name).index() > 0;
        } catch (final LinuxException notYet) {
            return false;
        }
    }

    /** Asks for an address and sets it. @return what the client's script was told */
    String udhcpc() {
        return run("busybox", "udhcpc", "-f", "-q", "-n", "-t", "20", "-T", "2", "-i", device, "-s", script.toString());
    }

    /** Whole output of so many pings, five a second. */
    String ping(final String address, final int count) {
        return run("ping", "-c", "" + count, "-i", "0.2", "-W", "5", address);
    }

    /** What a URL has, or why not. */
    String curl(final String url) {
        return run("curl", "-s", "-S", "-m", "30", "--noproxy", "*", url);
    }

    /** Asks a name server for all that a name has, or whose an address is. */
    String nslookup(final String what, final String server) {
        return run("busybox", "nslookup", what, server);
    }

    /** What a program prints there, in one minute at most. */
    String run(final String... command) {
        final List<String> words = new ArrayList<>(List.of("nsenter", "--net=" + namespace));
        words.addAll(List.of(command));
        return print(words.toArray(String[]::new));
    }

    /** What a program prints in this namespace, the host's, in one minute at most. */
    static String print(final String... command) {
        try {
            final Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            return output;
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }

    @Override
    public void close() {
        NetNamespace.delete(namespace);
    }
}
