// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import net.vireo.linux.Fds;
import net.vireo.linux.NetNamespace;
import net.vireo.linux.netlink.RtNetlink;

/**
 * The lab's network namespaces. Each is kept alive by a mount on a file that only the lab's own processes see as what it
 * is; when the last of them is gone, so is the namespace.
 */
public final class Spaces {
    private static final Path IPV6 = Path.of("/proc/sys/net/ipv6/conf/default");

    private final LabFiles files;

    public Spaces(final LabFiles files) {
        this.files = files;
    }

    /**
     * Makes a namespace with its loopback up. IPv6 is off in it: nothing but guests speaks it, and the kernel's own
     * messages would only be noise in the captures.
     */
    public void create(final String name) {
        create(name, "disable_ipv6", "1");
    }

    /** The same for a guest: with IPv6, but looking for no router, for the lab gives the addresses. */
    public void createForGuest(final String name) {
        create(name, "router_solicitations", "0");
    }

    /** The same for a guest that finds its router itself, and makes its address from its MAC (RFC 4291 appendix A). */
    public void createForSelfMadeGuest(final String name) {
        create(name, "addr_gen_mode", "0");
    }

    private void create(final String name, final String setting, final String value) {
        NetNamespace.create(files.space(name));
        inside(name, netlink -> {
            netlink.setUp(netlink.link("lo").index());
            return null;
        });
        try {
            call(name, () -> {
                if (Files.exists(IPV6)) {
                    Files.writeString(IPV6.resolve(setting), value, StandardCharsets.US_ASCII);
                }
                return null;
            });
        } catch (final IOException e) {
            throw new UncheckedIOException("cannot set " + setting + " in " + name, e);
        }
    }

    /** Asks the kernel for something about the links of a namespace. */
    public <T> T inside(final String name, final Function<RtNetlink, T> work) {
        try (RtNetlink netlink = RtNetlink.open(files.space(name))) {
            return work.apply(netlink);
        }
    }

    /** Does something in a namespace; sockets that it opens stay there. */
    public <T, X extends Exception> T call(final String name, final NetNamespace.Work<T, X> work) throws X {
        return NetNamespace.call(files.space(name), work);
    }

    /** Takes a namespace away, and with it every link that is left in it; nobody may be inside any more. */
    public void delete(final String name) {
        NetNamespace.delete(files.space(name));
    }

    /** The file of a namespace. */
    public Path file(final String name) {
        return files.space(name);
    }

    /** Gives a descriptor of a namespace to some work, for links that are made into it or moved there. */
    public <T> T withDescriptor(final String name, final Function<Integer, T> work) {
        final int fd = NetNamespace.open(files.space(name));
        try {
            return work.apply(fd);
        } finally {
            Fds.close(fd);
        }
    }
}
