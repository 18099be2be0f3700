// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.port;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import net.vireo.agent.oper.PluggedPort;
import net.vireo.vrouter.table.VhostSocket;

/**
 * A port as somebody added it: the fields as posted (sheet control-plane 4.7), and what became of it.
 *
 * @param fields as posted
 * @param author who added it
 * @param time when, as text
 * @param enabled whether its link is up
 */
record StoredPort(UUID uuid, Map<String, Object> fields, String author, String time, boolean enabled) {
    static final String ID = "id";
    static final String SYSTEM_NAME = "system-name";
    static final String INSTANCE = "instance-id";
    static final String PROJECT = "vm-project-id";
    static final String DISPLAY_NAME = "display-name";
    static final String LINK_STATE = "link-state";
    static final String AUTHOR = "author";
    static final String TIME = "time";
    private static final String VHOSTUSER_MODE = "vhostuser-mode";

    StoredPort enabled(final boolean now) {
        return new StoredPort(uuid, fields, author, time, now);
    }

    /** As it is shown and kept: what was posted, who did, when. */
    Map<String, Object> tree() {
        final Map<String, Object> tree = new LinkedHashMap<>(fields);
        tree.put(AUTHOR, author);
        tree.put(TIME, time);
        tree.put(LINK_STATE, enabled);
        return tree;
    }

    /** A vhost-user port's mode is the guest's: 0 it connects to our socket, 1 it makes the socket. */
    PluggedPort plugged() {
        final Object mode = fields.get(VHOSTUSER_MODE);
        final Optional<VhostSocket> socket = mode instanceof final Long number && number >= 0
                ? Optional.of(new VhostSocket(number == 1, 0))
                : Optional.empty();
        return new PluggedPort(uuid, (String) fields.get(SYSTEM_NAME), socket, enabled, text(INSTANCE), text(PROJECT));
    }

    /** A field, empty when it was not posted. */
    String text(final String field) {
        return fields.get(field) instanceof final String text ? text : "";
    }
}
