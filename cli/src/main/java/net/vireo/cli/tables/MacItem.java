// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.tables;

import java.util.List;
import net.vireo.cli.text.Mac;

/**
 * A bridge entry (sheet vrouter-dataplane 1.5).
 *
 * @param label label or VNI, counts only with {@link #FLAG_LABEL_VALID}
 */
public record MacItem(int vrf, long mac, int nexthop, int label, int flags) implements Item {
    /** The entry counts. */
    public static final int FLAG_VALID = 0x1;
    /** Its label counts. */
    public static final int FLAG_LABEL_VALID = 0x2;
    /** A control word stands in front of the frame (RFC 4385). */
    public static final int FLAG_L2_CONTROL_DATA = 0x10;

    /** The flags that are ours; the data plane keeps others there. */
    private static final int OUR_FLAGS = FLAG_LABEL_VALID | FLAG_L2_CONTROL_DATA;

    @Override
    public String title() {
        return "mac " + Mac.text(mac);
    }

    @Override
    public List<String> differencesFrom(final Item actual) {
        final MacItem other = (MacItem) actual;
        return new Differences()
                .compare("nh", other.nexthop, nexthop)
                .compare("label", other.labelText(), labelText())
                .flags(other.flags & OUR_FLAGS, flags & OUR_FLAGS)
                .found();
    }

    /** Whether frames to this MAC get a label or a VNI. */
    public boolean isLabelled() {
        return (flags & FLAG_LABEL_VALID) != 0;
    }

    private String labelText() {
        return isLabelled() ? Integer.toString(label) : "-";
    }
}
