// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.tool;

import net.vireo.cli.failure.CommandFailed;
import net.vireo.cli.node.NodeNames;
import net.vireo.cli.text.Numbers;

/** How a person names a vif: {@code 3}, {@code vif0/3}, or by the name or device in the node file. */
public final class VifName {
    private static final String PREFIX = "vif0/";
    private static final int MAX_INDEX = 65535;

    private VifName() {}

    /** The index in a text, or -1 when it is neither an index nor a known name. */
    public static int indexOrNone(final String text, final NodeNames names) {
        final int index = Numbers.decimal(text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : text, MAX_INDEX);
        return index >= 0 ? index : names.vifNamed(text);
    }

    /**
     * The index in a text.
     *
     * @throws CommandFailed when it is neither an index nor a known name
     */
    public static int index(final String text, final NodeNames names) {
        final int index = indexOrNone(text, names);
        if (index < 0) {
            throw new CommandFailed(
                    "there is no vif '" + text + "' on this node", "'vireo vif --list' shows them; an index works too");
        }
        return index;
    }
}
