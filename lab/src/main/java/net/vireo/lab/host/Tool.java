// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.host;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** A program that the lab starts, and the Debian package that brings it. */
public enum Tool {
    PING("ping", "iputils-ping"),
    IPERF3("iperf3", "iperf3"),
    UNSHARE("unshare", "util-linux"),
    NSENTER("nsenter", "util-linux"),
    SETPRIV("setpriv", "util-linux"),
    SETSID("setsid", "util-linux"),

    /** For guests that ask for their addresses. */
    BUSYBOX("busybox", "busybox-static");

    private final String command;
    private final String debianPackage;

    Tool(final String command, final String debianPackage) {
        this.command = command;
        this.debianPackage = debianPackage;
    }

    /** The command's name, found on the PATH. */
    public String command() {
        return command;
    }

    /**
     * The sentence about what is missing on this PATH, or an empty string when nothing is.
     *
     * @param agents whether the lab's nodes have agents
     */
    public static String missing(final String path, final boolean agents) {
        final List<Tool> missing = Arrays.stream(values())
                .filter(tool -> (agents || tool != BUSYBOX) && !tool.on(path))
                .toList();
        if (missing.isEmpty()) {
            return "";
        }
        final String names = missing.stream().map(Tool::command).collect(Collectors.joining(", "));
        final String packages =
                missing.stream().map(tool -> tool.debianPackage).distinct().collect(Collectors.joining(" "));
        return "the lab needs " + names + ", not found on the PATH; on Debian: apt-get install " + packages
                + (missing.equals(List.of(BUSYBOX)) ? "; or do without agents: vireo lab --no-agent" : "");
    }

    private boolean on(final String path) {
        return SearchPath.find(command, path).isPresent();
    }
}
