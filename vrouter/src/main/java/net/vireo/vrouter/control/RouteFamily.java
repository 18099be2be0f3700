// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import net.vireo.sandesh.Family;
import net.vireo.vrouter.table.PrefixRoutes;
import net.vireo.vrouter.table.Route;
import net.vireo.vrouter.table.Tables;

/** The two families whose routes are prefixes: where they are kept, and how the wire has their addresses. */
enum RouteFamily {
    INET(Family.INET, Integer.BYTES, Route.MAX_PREFIX_LENGTH) {
        @Override
        PrefixRoutes routes(final Tables tables, final int vrf) {
            return tables.routes(vrf);
        }

        @Override
        void put(final Tables tables, final int vrf, final Route route) {
            tables.putRoute(vrf, route);
        }

        @Override
        boolean remove(final Tables tables, final int vrf, final RoutePrefix prefix) {
            return tables.removeRoute(vrf, (int) (prefix.high() >>> Integer.SIZE), prefix.length());
        }
    },
    INET6(Family.INET6, 2 * Long.BYTES, Route.MAX_PREFIX_LENGTH_6) {
        @Override
        PrefixRoutes routes(final Tables tables, final int vrf) {
            return tables.routes6(vrf);
        }

        @Override
        void put(final Tables tables, final int vrf, final Route route) {
            tables.putRoute6(vrf, route);
        }

        @Override
        boolean remove(final Tables tables, final int vrf, final RoutePrefix prefix) {
            return tables.removeRoute6(vrf, prefix.high(), prefix.low(), prefix.length());
        }
    };

    private final int wire;
    private final int octets;
    private final int maxLength;

    RouteFamily(final int wire, final int octets, final int maxLength) {
        this.wire = wire;
        this.octets = octets;
        this.maxLength = maxLength;
    }

    abstract PrefixRoutes routes(Tables tables, int vrf);

    abstract void put(Tables tables, int vrf, Route route);

    abstract boolean remove(Tables tables, int vrf, RoutePrefix prefix);

    /** Its number in requests. */
    int wire() {
        return wire;
    }

    /** The longest prefix: one address. */
    int maxLength() {
        return maxLength;
    }

    /**
     * A prefix with the bits behind its length cleared.
     *
     * @throws IllegalArgumentException when there are not as many octets as an address of this family has
     */
    RoutePrefix prefix(final byte[] address, final int length) {
        Refusal.unlessInRange("prefix length", length, maxLength + 1);
        if (address.length != octets) {
            throw new IllegalArgumentException(
                    "a prefix of family " + wire + " has " + octets + " octets, here are " + address.length);
        }
        return new RoutePrefix(
                half(address, 0) & Route.maskHigh(length), half(address, Long.BYTES) & Route.maskLow(length), length);
    }

    /** The octets of an address in network order. */
    byte[] bytes(final long high, final long low) {
        final byte[] bytes = new byte[octets];
        for (int i = 0; i < octets; i++) {
            final long half = i < Long.BYTES ? high : low;
            bytes[i] = (byte) (half >>> Long.SIZE - Byte.SIZE * (i % Long.BYTES + 1));
        }
        return bytes;
    }

    /** Eight octets as a big-endian number; octets that are not there are 0. */
    private static long half(final byte[] address, final int from) {
        long half = 0;
        for (int i = from; i < from + Long.BYTES; i++) {
            half = half << Byte.SIZE | (i < address.length ? address[i] & 0xff : 0);
        }
        return half;
    }
}
