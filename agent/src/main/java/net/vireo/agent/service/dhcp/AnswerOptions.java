// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.dhcp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.vireo.agent.service.Bytes;
import net.vireo.agent.service.Ipv4Prefix;
import net.vireo.agent.service.WireWriter;

/**
 * The options of an offer or acknowledgement: configured ones first, then what follows from the guest's configuration. Those
 * that the guest asked for come first, in the order in which it asked (RFC 2132 9.8), so that they are the last to be left
 * out.
 */
final class AnswerOptions {
    static final int FOREVER_S = -1;
    static final int SHORT_LEASE_S = 4;

    private final DhcpGuest guest;
    private final OptionFields asked;
    private final OptionFields answer = new OptionFields();

    private AnswerOptions(final DhcpGuest guest, final OptionFields asked) {
        this.guest = guest;
        this.asked = asked;
    }

    /**
     * @param asked the guest's options
     * @param type the answer's
     * @param lease whether the answer gives an address: not to an inform (RFC 2131 4.3.5)
     */
    static OptionFields of(final DhcpGuest guest, final OptionFields asked, final int type, final boolean lease) {
        final AnswerOptions options = new AnswerOptions(guest, asked);
        options.addHead(type, lease);
        options.addConfigured(lease);
        options.addDerived();
        options.settleRoutes();
        options.sort();
        return options.answer;
    }

    /** What every answer carries (RFC 2131, table 3); the client's identifier goes back as it came (RFC 6842). */
    static OptionFields head(final DhcpGuest guest, final OptionFields asked, final int type) {
        final AnswerOptions options = new AnswerOptions(guest, asked);
        options.addHead(type, false);
        return options.answer;
    }

    private void addHead(final int type, final boolean lease) {
        answer.add(DhcpCode.MESSAGE_TYPE, Bytes.of((byte) type));
        answer.add(DhcpCode.SERVER_IDENTIFIER, guest.serviceAddress4());
        asked.find(DhcpCode.CLIENT_IDENTIFIER).ifPresent(id -> answer.add(DhcpCode.CLIENT_IDENTIFIER, id));
        if (lease) {
            addTimes();
        }
    }

    private void addTimes() {
        final int leaseS =
                guest.configurationComplete() ? configured(DhcpCode.LEASE_TIME).orElse(FOREVER_S) : SHORT_LEASE_S;
        answer.add(DhcpCode.LEASE_TIME, leaseS);
        if (leaseS != FOREVER_S) {
            // RFC 2131 4.4.5: half of the lease, and seven eighths. Said, because not every client makes them up.
            final long seconds = Integer.toUnsignedLong(leaseS);
            answer.add(DhcpCode.RENEWAL_TIME, configured(DhcpCode.RENEWAL_TIME).orElse((int) (seconds / 2)));
            answer.add(
                    DhcpCode.REBINDING_TIME, configured(DhcpCode.REBINDING_TIME).orElse((int) (seconds * 7 / 8)));
        }
    }

    /** A configured number of four bytes. */
    private Optional<Integer> configured(final int code) {
        return guest.dhcpOptions().stream()
                .filter(option -> option.code() == code && option.value().size() == Integer.BYTES)
                .findFirst()
                .map(option -> option.value().at(0) << 24
                        | option.value().at(1) << 16
                        | option.value().at(2) << 8
                        | option.value().at(3));
    }

    private void addConfigured(final boolean lease) {
        for (final DhcpOption option : guest.dhcpOptions()) {
            final int code = option.code();
            final boolean time =
                    code == DhcpCode.LEASE_TIME || code == DhcpCode.RENEWAL_TIME || code == DhcpCode.REBINDING_TIME;
            if (!time || lease && code != DhcpCode.LEASE_TIME && guest.configurationComplete()) {
                answer.add(code, option.value());
            }
        }
    }

    private void addDerived() {
        final Ipv4Prefix subnet = guest.ipv4().getFirst();
        answer.add(DhcpCode.SUBNET_MASK, subnet.mask());
        if (subnet.length() < 31) {
            answer.add(DhcpCode.BROADCAST_ADDRESS, subnet.broadcast());
        }
        if (guest.gateway4() != 0) {
            answer.add(DhcpCode.ROUTERS, guest.gateway4());
        }
        if (!guest.dnsServers4().isEmpty()) {
            final WireWriter servers = new WireWriter();
            guest.dnsServers4().forEach(servers::u32);
            answer.add(DhcpCode.DOMAIN_NAME_SERVERS, servers.toBytes());
        }
        addText(DhcpCode.HOST_NAME, guest.hostName());
        addText(DhcpCode.DOMAIN_NAME, guest.domainName());
        if (guest.mtuBytes() > 0) {
            answer.add(
                    DhcpCode.INTERFACE_MTU,
                    new WireWriter().u16(guest.mtuBytes()).toBytes());
        }
        addRoutes();
    }

    private void addText(final int code, final String text) {
        if (!text.isEmpty()) {
            answer.add(code, Bytes.ofText(text));
        }
    }

    /** With a default route among them, because a guest that takes these takes no other (RFC 3442). */
    private void addRoutes() {
        if (guest.hostRoutes().isEmpty()) {
            return;
        }
        final List<ClasslessRoute> routes = new ArrayList<>(guest.hostRoutes());
        if (guest.gateway4() != 0
                && routes.stream().noneMatch(route -> route.destination().length() == 0)) {
            routes.add(new ClasslessRoute(ClasslessRoute.DEFAULT, guest.gateway4()));
        }
        answer.add(DhcpCode.CLASSLESS_STATIC_ROUTES, ClasslessRoute.encode(routes));
    }

    /** Who asked for classless routes and gets them gets no routers (RFC 3442); Microsoft's number only who asked for it. */
    private void settleRoutes() {
        final Optional<Bytes> wanted = asked.find(DhcpCode.PARAMETER_REQUEST_LIST);
        final Optional<Bytes> routes = answer.find(DhcpCode.CLASSLESS_STATIC_ROUTES);
        if (wanted.isEmpty()) {
            return;
        }
        if (routes.isPresent() && contains(wanted.get(), DhcpCode.MS_CLASSLESS_STATIC_ROUTES)) {
            answer.add(DhcpCode.MS_CLASSLESS_STATIC_ROUTES, routes.get());
        }
        if (routes.isPresent() && contains(wanted.get(), DhcpCode.CLASSLESS_STATIC_ROUTES)) {
            answer.remove(DhcpCode.ROUTERS);
        }
    }

    private static boolean contains(final Bytes codes, final int code) {
        for (int i = 0; i < codes.size(); i++) {
            if (codes.at(i) == code) {
                return true;
            }
        }
        return false;
    }

    /** Head, mask (it must come before routers, RFC 2132 3.3), what was asked for in that order, the rest. */
    private void sort() {
        final Bytes wanted = asked.find(DhcpCode.PARAMETER_REQUEST_LIST).orElse(Bytes.EMPTY);
        final List<Integer> rest = new ArrayList<>();
        for (final int code : answer.codes()) {
            final boolean head = code >= DhcpCode.LEASE_TIME && code <= DhcpCode.CLIENT_IDENTIFIER;
            if (!head && code != DhcpCode.SUBNET_MASK && !contains(wanted, code)) {
                rest.add(code);
            }
        }
        answer.moveLast(DhcpCode.SUBNET_MASK);
        for (int i = 0; i < wanted.size(); i++) {
            final int code = wanted.at(i);
            if (code < DhcpCode.LEASE_TIME && code != DhcpCode.SUBNET_MASK || code > DhcpCode.CLIENT_IDENTIFIER) {
                answer.moveLast(code);
            }
        }
        rest.forEach(answer::moveLast);
    }
}
