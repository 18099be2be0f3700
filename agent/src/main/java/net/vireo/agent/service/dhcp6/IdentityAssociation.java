// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.dhcp6;

import java.util.ArrayList;
import java.util.List;
import net.vireo.agent.service.Bytes;
import net.vireo.agent.service.MalformedPacketException;
import net.vireo.agent.service.WireReader;
import net.vireo.agent.service.WireWriter;
import net.vireo.packet.Ipv6Address;

/**
 * A client's association of addresses (IA_NA), or of what we do not give (IA_TA, IA_PD).
 *
 * @param code which of the three
 * @param iaid the client's number for it
 * @param addresses that the client has or wishes
 */
record IdentityAssociation(int code, int iaid, List<Ipv6Address> addresses) {
    /** IAID, T1, T2. */
    private static final int TIMES_BYTES = 8;

    static IdentityAssociation parse(final Dhcp6Message.Option option) throws MalformedPacketException {
        final WireReader in = option.value().reader();
        final int iaid = in.i32();
        if (option.code() != Dhcp6Code.IA_TA) {
            in.skip(TIMES_BYTES);
        }
        final List<Ipv6Address> addresses = new ArrayList<>();
        for (final Dhcp6Message.Option inner : Dhcp6Message.options(in)) {
            if (inner.code() == Dhcp6Code.IA_ADDRESS) {
                final WireReader address = inner.value().reader();
                addresses.add(address.ipv6());
                address.skip(TIMES_BYTES);
            }
        }
        return new IdentityAssociation(option.code(), iaid, addresses);
    }

    /** All associations of a message. */
    static List<IdentityAssociation> of(final Dhcp6Message message) throws MalformedPacketException {
        final List<IdentityAssociation> all = new ArrayList<>();
        for (final Dhcp6Message.Option option : message.options()) {
            switch (option.code()) {
                case Dhcp6Code.IA_NA, Dhcp6Code.IA_TA, Dhcp6Code.IA_PD -> all.add(parse(option));
                default -> {
                    // not an association
                }
            }
        }
        return all;
    }

    /** The answer's option, up to its addresses; zero times where none are given, as RFC 8415 21.4 allows. */
    private WireWriter head(final int renewS, final int rebindS) {
        final WireWriter out = new WireWriter().u32(iaid);
        return code == Dhcp6Code.IA_TA ? out : out.u32(renewS).u32(rebindS);
    }

    /**
     * The answer that gives addresses, and takes others away by a lifetime of 0.
     *
     * @param lease for how long
     */
    Dhcp6Message.Option granted(final List<Ipv6Address> given, final Lease lease) {
        final WireWriter out = head(lease.renewS(), lease.rebindS());
        for (final Ipv6Address address : given) {
            writeAddress(out, address, lease.lifetimeS());
        }
        for (final Ipv6Address address : addresses) {
            if (!given.contains(address)) {
                writeAddress(out, address, 0);
            }
        }
        return new Dhcp6Message.Option(code, out.toBytes());
    }

    /** The answer that gives nothing, and says why. */
    Dhcp6Message.Option refused(final int status, final String why) {
        final WireWriter out = head(0, 0);
        Dhcp6Message.write(out, Dhcp6Code.STATUS, status(status, why));
        return new Dhcp6Message.Option(code, out.toBytes());
    }

    static Bytes status(final int status, final String why) {
        return new WireWriter().u16(status).bytes(Bytes.ofText(why)).toBytes();
    }

    private static void writeAddress(final WireWriter out, final Ipv6Address address, final int lifetimeS) {
        Dhcp6Message.write(
                out,
                Dhcp6Code.IA_ADDRESS,
                new WireWriter().ipv6(address).u32(lifetimeS).u32(lifetimeS).toBytes());
    }

    /** Seconds as DHCP counts them; -1 for ever (RFC 8415 7.7). */
    record Lease(int lifetimeS, int renewS, int rebindS) {
        static final Lease FOREVER = new Lease(-1, -1, -1);

        /** While the configuration is not complete: RFC 8415 21.4, half of the lifetime and four fifths of it. */
        static final Lease SHORT = new Lease(4, 2, 3);
    }
}
