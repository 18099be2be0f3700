// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service;

import java.util.ArrayList;
import java.util.List;
import net.vireo.packet.Ipv4Address;
import net.vireo.packet.Ipv6Address;
import net.vireo.packet.MacAddress;

/** The guest of the recorded frames: 02:00:00:00:00:0a, 10.0.0.10/24, gateway 10.0.0.1. Tests change what they are about. */
public class PlainGuest implements Guest {
    public static final long MAC = MacAddress.parse("02:00:00:00:00:0a");
    public static final long ROUTER_MAC = MacAddress.parse("00:00:5e:00:01:00");
    public static final int ADDRESS = Ipv4Address.parse("10.0.0.10");
    public static final int GATEWAY = Ipv4Address.parse("10.0.0.1");
    public static final Ipv6Address ADDRESS_6 = Ipv6Address.parse("2001:db8::a");

    public int vif = 3;
    public int network = 1;
    public long mac = MAC;
    public int gateway4 = GATEWAY;
    public int serviceAddress4 = GATEWAY;
    public final List<Ipv4Prefix> ipv4 = new ArrayList<>(List.of(new Ipv4Prefix(ADDRESS, 24)));
    public final List<Ipv6Prefix> ipv6 = new ArrayList<>(List.of(new Ipv6Prefix(ADDRESS_6, 64)));

    @Override
    public int vif() {
        return vif;
    }

    @Override
    public int network() {
        return network;
    }

    @Override
    public long mac() {
        return mac;
    }

    @Override
    public List<Ipv4Prefix> ipv4() {
        return ipv4;
    }

    @Override
    public List<Ipv6Prefix> ipv6() {
        return ipv6;
    }

    @Override
    public int gateway4() {
        return gateway4;
    }

    @Override
    public int serviceAddress4() {
        return serviceAddress4;
    }

    @Override
    public long routerMac() {
        return ROUTER_MAC;
    }
}
