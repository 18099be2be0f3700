// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.port;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.vireo.agent.config.VirtualGateway;
import net.vireo.cli.text.IpPrefix;

/**
 * Reads gateways from JSON and finds fault with them: {@code {interface, routing-instance, subnets: [{ip-address,
 * prefix-len}], routes: [..]}} (sheet control-plane 4.7). A routing instance has its network's name, or ends with a colon and
 * that.
 */
final class GatewayReader {
    private static final String INTERFACE = "interface";
    private static final String ROUTING_INSTANCE = "routing-instance";
    private static final String SUBNETS = "subnets";
    private static final String ROUTES = "routes";
    private static final String ADDRESS = "ip-address";
    private static final String LENGTH = "prefix-len";
    private static final int MAX_DEVICE_LENGTH = 15;

    private GatewayReader() {}

    /** The gateways of a body or a file: a list, or one. */
    static List<VirtualGateway> read(final Object body) throws PortRefused {
        final List<VirtualGateway> all = new ArrayList<>();
        for (final Map<?, ?> gateway : objects(body)) {
            final VirtualGateway read = gateway(gateway);
            if (all.stream().anyMatch(other -> other.device().equals(read.device()))) {
                throw wrong(INTERFACE + " '" + read.device() + "' is there twice");
            }
            all.add(read);
        }
        return all;
    }

    /** The interfaces that a body names. */
    static List<String> devices(final Object body) throws PortRefused {
        final List<String> devices = new ArrayList<>();
        for (final Map<?, ?> gateway : objects(body)) {
            devices.add(device(gateway));
        }
        return devices;
    }

    /** As it is shown and kept. */
    static Map<String, Object> tree(final VirtualGateway gateway) {
        final Map<String, Object> tree = new LinkedHashMap<>();
        tree.put(INTERFACE, gateway.device());
        tree.put(ROUTING_INSTANCE, gateway.network());
        tree.put(SUBNETS, gateway.subnets().stream().map(GatewayReader::tree).toList());
        tree.put(ROUTES, gateway.routes().stream().map(GatewayReader::tree).toList());
        return tree;
    }

    private static Map<String, Object> tree(final IpPrefix prefix) {
        return Map.of(ADDRESS, prefix.address(), LENGTH, (long) prefix.length());
    }

    private static List<Map<?, ?>> objects(final Object body) throws PortRefused {
        final List<Map<?, ?>> objects = new ArrayList<>();
        for (final Object element : body instanceof final List<?> list ? list : List.of(body == null ? "null" : body)) {
            if (!(element instanceof final Map<?, ?> map)) {
                throw wrong("expected an array of objects like {\"interface\": DEVICE, \"routing-instance\": NETWORK}");
            }
            objects.add(map);
        }
        if (objects.isEmpty()) {
            throw wrong("no gateway is named, expected an array with one at least");
        }
        return objects;
    }

    private static VirtualGateway gateway(final Map<?, ?> fields) throws PortRefused {
        for (final Object key : fields.keySet()) {
            if (!List.of(INTERFACE, ROUTING_INSTANCE, SUBNETS, ROUTES).contains(key)) {
                throw wrong("unknown field '" + key + "', expected " + INTERFACE + ", " + ROUTING_INSTANCE + ", "
                        + SUBNETS + " and " + ROUTES);
            }
        }
        final String device = device(fields);
        if (!(fields.get(ROUTING_INSTANCE) instanceof final String instance)
                || instance.isEmpty()
                || instance.endsWith(":")) {
            throw wrong(ROUTING_INSTANCE + " is " + fields.get(ROUTING_INSTANCE) + ", expected a network's name");
        }
        final String network = instance.substring(instance.lastIndexOf(':') + 1);
        return new VirtualGateway(
                device, network, device, prefixes(fields.get(SUBNETS), SUBNETS), prefixes(fields.get(ROUTES), ROUTES));
    }

    private static String device(final Map<?, ?> fields) throws PortRefused {
        if (!(fields.get(INTERFACE) instanceof final String device)
                || device.isEmpty()
                || device.length() > MAX_DEVICE_LENGTH
                || device.equals(".")
                || device.equals("..")
                || device.chars().anyMatch(letter -> letter <= ' ' || letter == '/' || letter > '~')) {
            throw wrong(INTERFACE + " is " + fields.get(INTERFACE) + ", expected a device name of 1 to "
                    + MAX_DEVICE_LENGTH + " characters");
        }
        return device;
    }

    private static List<IpPrefix> prefixes(final Object value, final String key) throws PortRefused {
        final List<IpPrefix> prefixes = new ArrayList<>();
        if (value == null) {
            return prefixes;
        }
        if (!(value instanceof final List<?> list)) {
            throw wrong(key + " is " + value + ", expected an array");
        }
        for (final Object element : list) {
            final Optional<IpPrefix> prefix = prefix(element);
            if (prefix.isEmpty()) {
                throw wrong(key + " has " + element + ", expected {\"ip-address\": \"10.1.0.0\", \"prefix-len\": 24}");
            }
            if (prefix.get().ipv6()) {
                throw wrong(key + " has " + prefix.get() + ", expected IPv4: a gateway carries no IPv6");
            }
            prefixes.add(prefix.get().network());
        }
        return prefixes;
    }

    private static Optional<IpPrefix> prefix(final Object element) {
        return element instanceof final Map<?, ?> fields
                        && fields.get(ADDRESS) instanceof final String address
                        && address.indexOf('/') < 0
                        && fields.get(LENGTH) instanceof final Long length
                ? IpPrefix.parse(address + "/" + length)
                : Optional.empty();
    }

    private static PortRefused wrong(final String message) {
        return new PortRefused(PortRefused.BAD_REQUEST, message);
    }
}
