// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.vireo.lab.host.Commands.Done;

/**
 * How the lab gets namespaces of its own. A JVM has threads from its first moment on and so cannot unshare itself:
 * {@code unshare} starts a new one. {@code --kill-child} ends the lab's first process when {@code unshare} ends, and
 * with the first process of a process namespace the kernel ends all of them.
 *
 * @param command {@code unshare} with its options
 * @param description a few words for the progress lines
 */
public record Isolation(List<String> command, String description) {
    private static final long PROBE_LIMIT_MS = 10_000;
    private static final List<String> OPTIONS = List.of("--fork", "--kill-child", "--mount-proc");
    private static final Path USER_NAMESPACES = Path.of("/proc/sys/user/max_user_namespaces");
    private static final Path DEBIAN_SWITCH = Path.of("/proc/sys/kernel/unprivileged_userns_clone");
    private static final Path APPARMOR_SWITCH = Path.of("/proc/sys/kernel/apparmor_restrict_unprivileged_userns");

    public Isolation {
        command = List.copyOf(command);
    }

    /**
     * Finds out by trying.
     *
     * @throws LabException when this host gives this user no namespaces: one sentence with the cause and the mend
     */
    public static Isolation probe() throws InterruptedException {
        final Isolation ordinary = new Isolation(line("-Urnmp"), "user, network, mount and process namespaces");
        final Done tried = ordinary.tryOut();
        if (tried.ok()) {
            return ordinary;
        }
        final boolean root = RunRoot.userId() == 0;
        final Isolation privileged = new Isolation(line("-nmp"), "network, mount and process namespaces, as root");
        if (root && privileged.tryOut().ok()) {
            return privileged;
        }
        throw new LabException(
                refusal(tried.output(), value(USER_NAMESPACES), value(DEBIAN_SWITCH), value(APPARMOR_SWITCH)));
    }

    /**
     * The line that starts a program isolated. The session is new so that Ctrl-C reaches the outer process only, which
     * then ends the lab in order; setpriv makes the kernel end the lab when the thread that starts it is gone.
     */
    public List<String> line(final List<String> program) {
        final List<String> line =
                new ArrayList<>(List.of(Tool.SETSID.command(), Tool.SETPRIV.command(), "--pdeathsig", "KILL"));
        line.addAll(command);
        line.add("--");
        line.addAll(program);
        return line;
    }

    private Done tryOut() throws InterruptedException {
        final List<String> line = new ArrayList<>(command);
        line.add("true");
        return Commands.run(line, PROBE_LIMIT_MS);
    }

    /** The sentence for a host that refuses, from what unshare said and the switches' values ("" when absent). */
    static String refusal(
            final String output, final String userNamespaces, final String debianSwitch, final String apparmorSwitch) {
        final String said = output.isBlank() ? "" : " (" + output.strip().replace('\n', ' ') + ")";
        final String start = "the lab needs user namespaces and this host refuses them" + said + ": ";
        if ("0".equals(userNamespaces)) {
            return start + "their number is limited to 0; allow them: sysctl -w user.max_user_namespaces=10000";
        }
        if ("0".equals(debianSwitch)) {
            return start + "they are switched off for ordinary users; allow them: "
                    + "sysctl -w kernel.unprivileged_userns_clone=1";
        }
        if ("1".equals(apparmorSwitch)) {
            return start + "AppArmor restricts them; allow them: "
                    + "sysctl -w kernel.apparmor_restrict_unprivileged_userns=0";
        }
        if (output.contains("/proc")) {
            return start + "/proc cannot be mounted, as in a container that masks parts of it; start the container "
                    + "with --security-opt systempaths=unconfined";
        }
        return start + "a container's seccomp filter or a security module forbids them; in a container start it with "
                + "--security-opt seccomp=unconfined";
    }

    private static List<String> line(final String namespaces) {
        final List<String> line = new ArrayList<>(List.of(Tool.UNSHARE.command(), namespaces));
        line.addAll(OPTIONS);
        return line;
    }

    private static String value(final Path file) {
        try {
            // By lines: under /proc/sys a file gives nothing to who asks a second time, and readString asks for a byte
            // first.
            return String.join("\n", Files.readAllLines(file)).strip();
        } catch (final IOException e) {
            return "";
        }
    }
}
