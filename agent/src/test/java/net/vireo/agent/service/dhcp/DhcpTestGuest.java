// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.dhcp;

import java.util.ArrayList;
import java.util.List;
import net.vireo.agent.service.PlainGuest;

/** {@link PlainGuest}, and what DHCP tells it. */
final class DhcpTestGuest extends PlainGuest implements DhcpGuest {
    boolean dhcpEnabled = true;
    boolean configurationComplete = true;
    String hostName = "web-1";
    String domainName = "red.example";
    int mtuBytes = 1450;
    final List<Integer> dnsServers4 = new ArrayList<>(List.of(GATEWAY));
    final List<ClasslessRoute> hostRoutes = new ArrayList<>();
    final List<DhcpOption> dhcpOptions = new ArrayList<>();

    @Override
    public boolean dhcpEnabled() {
        return dhcpEnabled;
    }

    @Override
    public boolean configurationComplete() {
        return configurationComplete;
    }

    @Override
    public String hostName() {
        return hostName;
    }

    @Override
    public String domainName() {
        return domainName;
    }

    @Override
    public List<Integer> dnsServers4() {
        return dnsServers4;
    }

    @Override
    public int mtuBytes() {
        return mtuBytes;
    }

    @Override
    public List<ClasslessRoute> hostRoutes() {
        return hostRoutes;
    }

    @Override
    public List<DhcpOption> dhcpOptions() {
        return dhcpOptions;
    }
}
