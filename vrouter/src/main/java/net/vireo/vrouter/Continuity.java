// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter;

import java.util.function.Consumer;
import net.vireo.port.DescriptorKeeper;

/**
 * What a data plane does about those before and after it.
 *
 * @param fresh whether it discards the state that an earlier process left
 * @param waits whether it waits, warm and with all tables filled, while another process runs the node, and goes on in
 *     its place the moment that one is dead; else another process is a failure
 * @param keeper holds TAPs' and guests' descriptors from one process to the next
 * @param progress is told of each {@link Stage} when it is reached
 */
public record Continuity(boolean fresh, boolean waits, DescriptorKeeper keeper, Consumer<Stage> progress) {
    /** Goes on with state that it finds, alone. */
    public static final Continuity ALONE = new Continuity(false, false, DescriptorKeeper.NONE, stage -> {});

    /** How far a data plane is. */
    public enum Stage {
        /** It could take over at any moment. */
        WAITS,
        /** It forwards. */
        FORWARDS
    }
}
