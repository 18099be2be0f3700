// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux.netlink;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import net.vireo.linux.Errno;
import net.vireo.linux.LinuxException;
import net.vireo.linux.NetNamespace;

/**
 * Links, IPv4 addresses, neighbours and routes of one network namespace, over rtnetlink (rtnetlink(7)). Reading needs
 * no right, changing needs CAP_NET_ADMIN over the namespace.
 *
 * <p>A refused request throws {@link LinuxException} with the kernel's errno, the request, and the kernel's words
 * where it gave some. One thread at a time, any thread: the socket stays in the namespace it was opened in.
 */
public final class RtNetlink implements AutoCloseable {
    private static final long LINK_POLL_NS = 1_000_000;

    private final NetlinkSocket socket;

    private RtNetlink(final NetlinkSocket socket) {
        this.socket = socket;
    }

    /** Opens on the calling thread's namespace. */
    public static RtNetlink open() {
        return new RtNetlink(NetlinkSocket.open(0));
    }

    /** Opens on the namespace behind a file, see {@link NetNamespace#create}. */
    public static RtNetlink open(final Path netns) {
        return NetNamespace.call(netns, () -> open());
    }

    /** All links of the namespace. */
    public List<Link> links() {
        return socket.dump(LinkMessages.list(), LinkMessages::read);
    }

    /** @throws LinuxException ENODEV if there is none of that name */
    public Link link(final String name) {
        return socket.get(LinkMessages.byName(name), LinkMessages::read);
    }

    /** @throws LinuxException ENODEV if there is none with that index */
    public Link link(final int index) {
        return socket.get(LinkMessages.byIndex(index), LinkMessages::read);
    }

    /** The link of that name, if there is one. */
    public Optional<Link> findLink(final String name) {
        try {
            return Optional.of(link(name));
        } catch (final LinuxException failure) {
            if (failure.errno() == Errno.ENODEV) {
                return Optional.empty();
            }
            throw failure;
        }
    }

    /** What the link of that name has counted; {@link LinkCounters#NONE} if there is none, or it does not count. */
    public LinkCounters counters(final String name) {
        try {
            return socket.get(LinkMessages.byName(name), LinkCounterMessages::read);
        } catch (final LinuxException failure) {
            if (failure.errno() == Errno.ENODEV || failure.errno() == Errno.ENODATA) {
                return LinkCounters.NONE;
            }
            throw failure;
        }
    }

    /**
     * Waits until a link carries frames, see {@link Link#operational}. For a veth whose two ends have the same index in
     * their namespaces the kernel takes up to a second, otherwise a few milliseconds.
     *
     * @return false if it does not within the time
     */
    public boolean awaitOperational(final int index, final int timeoutMs) {
        final long startNs = System.nanoTime();
        boolean operational = link(index).operational();
        while (!operational && System.nanoTime() - startNs < timeoutMs * 1_000_000L) {
            LockSupport.parkNanos(LINK_POLL_NS);
            operational = link(index).operational();
        }
        return operational;
    }

    /**
     * Makes two connected links, both down.
     *
     * @return the first one's index
     * @throws LinuxException EEXIST if a name is taken
     */
    public int addVeth(final String name, final String peer) {
        return addVeth(name, peer, LinkMessages.SAME_NAMESPACE);
    }

    /** As {@link #addVeth(String, String)}, the peer in another namespace, see {@link NetNamespace#open}. */
    public int addVeth(final String name, final String peer, final int peerNetnsFd) {
        socket.request(LinkMessages.newVeth(name, peer, peerNetnsFd));
        return link(name).index();
    }

    /**
     * Makes a bridge, down.
     *
     * @return its index
     */
    public int addBridge(final String name) {
        socket.request(LinkMessages.newBridge(name));
        return link(name).index();
    }

    /** Switches a link on. It carries frames a moment later: {@link #awaitOperational}. */
    public void setUp(final int index) {
        socket.request(LinkMessages.up(index, true));
    }

    /** Switches a link off; its routes go with that. */
    public void setDown(final int index) {
        socket.request(LinkMessages.up(index, false));
    }

    /** @param mtu longest packet in bytes, without the Ethernet header */
    public void setMtu(final int index, final int mtu) {
        socket.request(LinkMessages.mtu(index, mtu));
    }

    /** @param mac in the low 48 bits */
    public void setMac(final int index, final long mac) {
        socket.request(LinkMessages.mac(index, mac));
    }

    /** Gives a link another name, 1 to 15 bytes. */
    public void rename(final int index, final String name) {
        socket.request(LinkMessages.name(index, name));
    }

    /**
     * Makes a link a port of a bridge.
     *
     * @param masterIndex the bridge, or 0 to take the link out of the one it is in
     */
    public void setMaster(final int index, final int masterIndex) {
        socket.request(LinkMessages.master(index, masterIndex));
    }

    /** Moves a link to another namespace, where it arrives down, without addresses, with its name. */
    public void moveTo(final int index, final int netnsFd) {
        socket.request(LinkMessages.namespace(index, netnsFd));
    }

    /** Deletes a link; of a veth pair both. */
    public void delete(final int index) {
        socket.request(LinkMessages.delete(index));
    }

    /** @param address big-endian: 10.0.0.1 is 0x0a000001 */
    public void addAddress(final int index, final int address, final int prefixLength) {
        socket.request(AddressMessages.add(new Address(index, address, prefixLength)));
    }

    /** Gives a link an IPv6 address, its two halves big-endian, without looking for a duplicate first (RFC 4862 5.4). */
    public void addAddress6(final int index, final long high, final long low, final int prefixLength) {
        socket.request(AddressMessages.add6(index, high, low, prefixLength));
    }

    /** Takes an address away again. */
    public void deleteAddress(final int index, final int address, final int prefixLength) {
        socket.request(AddressMessages.delete(new Address(index, address, prefixLength)));
    }

    /** The IPv4 addresses of all links. */
    public List<Address> addresses() {
        return socket.dump(AddressMessages.list(), AddressMessages::read);
    }

    /**
     * Adds a route to the main table.
     *
     * @param prefix big-endian; 0 with length 0 is the default route
     * @param gateway the next router, or 0 when the destination is on the link
     * @param index the link that packets leave by
     * @throws LinuxException EEXIST if there is one for the prefix, ENETUNREACH if the gateway is on no link
     */
    public void addRoute(final int prefix, final int prefixLength, final int gateway, final int index) {
        socket.request(RouteMessages.add(prefix, prefixLength, gateway, index));
    }

    /** Deletes the route that {@link #addRoute} added with the same values. */
    public void deleteRoute(final int prefix, final int prefixLength, final int gateway, final int index) {
        socket.request(RouteMessages.delete(prefix, prefixLength, gateway, index));
    }

    /** The unicast routes of the main table. */
    public List<Route> routes() {
        return socket.dump(RouteMessages.list(), RouteMessages::read);
    }

    /**
     * How the host would reach an address now: a route for this one address. For an own address the link is loopback.
     *
     * @throws LinuxException ENETUNREACH if it could not
     */
    public Route routeTo(final int address) {
        return socket.get(RouteMessages.to(address), RouteMessages::read);
    }

    /** All IPv4 neighbours of all links. */
    public List<Neighbour> neighbours() {
        return socket.dump(NeighbourMessages.list(), NeighbourMessages::read);
    }

    /** Sets a permanent neighbour, in place of what is there. */
    public void putNeighbour(final int index, final int ip, final long mac) {
        socket.request(NeighbourMessages.put(index, ip, mac));
    }

    /** Makes the kernel resolve an address, or confirm it, as if it had a packet for it; the answer comes later. */
    public void probeNeighbour(final int index, final int ip) {
        socket.request(NeighbourMessages.probe(index, ip));
    }

    /** Takes a neighbour out of the table. */
    public void deleteNeighbour(final int index, final int ip) {
        socket.request(NeighbourMessages.delete(index, ip));
    }

    @Override
    public void close() {
        socket.close();
    }
}
