// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.port;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Reads a port from JSON and finds fault with it. */
final class PortReader {
    private static final long MAX_TYPE = 2;
    private static final int MAX_NAME_LENGTH = 64;
    private static final int MAX_DEVICE_LENGTH = 15;
    private static final List<String> TEXTS = List.of(
            "instance-id", "display-name", "ip-address", "ip6-address", "vn-id", "vm-project-id", "mac-address");

    private PortReader() {}

    /** @param value as parsed */
    static StoredPort read(final Object value, final String author, final String time) throws PortRefused {
        if (!(value instanceof final Map<?, ?> map)) {
            throw wrong("expected an object like {\"id\": UUID, \"system-name\": DEVICE}");
        }
        final Map<String, Object> fields = new LinkedHashMap<>();
        map.forEach((key, field) -> fields.put((String) key, field));
        final Object kept = fields.remove(StoredPort.AUTHOR);
        final Object since = fields.remove(StoredPort.TIME);
        final UUID uuid = uuid(fields.get(StoredPort.ID));
        device(fields);
        if (fields.get("type") != null
                && !(fields.get("type") instanceof final Long type && type >= 0 && type <= MAX_TYPE)) {
            throw wrong("type is " + fields.get("type") + ", expected 0, 1 or 2");
        }
        for (final String text : TEXTS) {
            if (fields.get(text) != null && !(fields.get(text) instanceof String)) {
                throw wrong(text + " is " + fields.get(text) + ", expected a text");
            }
        }
        final Object mode = fields.get("vhostuser-mode");
        if (mode != null && !(mode instanceof final Long number && number >= -1 && number <= 1)) {
            throw wrong("vhostuser-mode is " + mode + ", expected 0 (the guest connects) or 1 (the guest listens)");
        }
        final Object given = fields.remove(StoredPort.LINK_STATE);
        final Object link = given == null ? true : given;
        if (!(link instanceof final Boolean enabled)) {
            throw wrong("link-state is " + link + ", expected true or false");
        }
        return new StoredPort(
                uuid,
                fields,
                kept instanceof final String text ? text : author,
                since instanceof final String text ? text : time,
                enabled);
    }

    private static UUID uuid(final Object id) throws PortRefused {
        if (id instanceof final String text) {
            return uuid(text);
        }
        throw wrong(id == null ? "no id, expected the UUID of a port" : "id is " + id + ", expected a UUID");
    }

    /** A UUID from a path or a body. */
    static UUID uuid(final String text) throws PortRefused {
        try {
            final UUID uuid = UUID.fromString(text);
            if (uuid.toString().equalsIgnoreCase(text)) {
                return uuid;
            }
        } catch (final IllegalArgumentException malformed) {
            // Told below.
        }
        throw wrong("'" + text + "' is no UUID, expected 36 characters like 0aa1b2c3-0000-4000-8000-000000000001");
    }

    private static void device(final Map<String, Object> fields) throws PortRefused {
        final Object name = fields.get(StoredPort.SYSTEM_NAME);
        final boolean socket = fields.get("vhostuser-mode") instanceof final Long mode && mode >= 0;
        final int most = socket ? MAX_NAME_LENGTH : MAX_DEVICE_LENGTH;
        if (!(name instanceof final String device) || device.isEmpty()) {
            throw wrong("no system-name, expected the device that carries the port's frames");
        }
        final boolean nameless = device.equals(".") || device.equals("..") || !socket && device.indexOf('/') >= 0;
        if (device.length() > most || nameless || device.chars().anyMatch(c -> c <= ' ' || c == 0x7f)) {
            throw wrong("system-name is '" + device + "', expected a device name of at most " + most + " characters");
        }
    }

    private static PortRefused wrong(final String message) {
        return new PortRefused(PortRefused.ERROR, message);
    }
}
