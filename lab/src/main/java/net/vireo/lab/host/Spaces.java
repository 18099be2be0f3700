// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.host;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.Function;
import net.vireo.linux.Fds;
import net.vireo.linux.NetNamespace;
import net.vireo.linux.netlink.RtNetlink;

/**
 * The lab's network namespaces. Each is kept alive by a mount on a file that only the lab's own processes see as what it
 * is; when the last of them is gone, so is the namespace.
 */
public final class Spaces {
    private static final Path NO_IPV6 = Path.of("/proc/sys/net/ipv6/conf/default/disable_ipv6");

    private final LabFiles files;

    public Spaces(final LabFiles files) {
        this.files = files;
    }

    /**
     * Makes a namespace with its loopback up. IPv6 is off in it: nothing of this lab speaks it, and the kernel's own
     * router solicitations would only be noise in the captures.
     */
    public void create(final String name) {
        NetNamespace.create(files.space(name));
        inside(name, netlink -> {
            netlink.setUp(netlink.link("lo").index(), true);
            return null;
        });
        call(name, () -> {
            if (Files.exists(NO_IPV6)) {
                Files.writeString(NO_IPV6, "1", StandardCharsets.US_ASCII);
            }
            return null;
        });
    }

    /** Asks the kernel for something about the links of a namespace. */
    public <T> T inside(final String name, final Function<RtNetlink, T> work) {
        return call(name, () -> {
            try (RtNetlink netlink = RtNetlink.open()) {
                return work.apply(netlink);
            }
        });
    }

    /** Does something in a namespace; sockets that it opens stay there. */
    public <T> T call(final String name, final Callable<T> work) {
        return NetNamespace.call(files.space(name), work);
    }

    /** The file of a namespace. */
    public Path file(final String name) {
        return files.space(name);
    }

    /** Gives a descriptor of a namespace to some work, for links that are made into it or moved there. */
    public <T> T withDescriptor(final String name, final Function<Integer, T> work) {
        final int fd = Fds.open(files.space(name).toString(), Fds.READ_ONLY, 0);
        try {
            return work.apply(fd);
        } finally {
            Fds.close(fd);
        }
    }
}
