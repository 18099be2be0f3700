// SPDX-License-Identifier: Apache-2.0
package net.vireo.port;

import java.util.Optional;
import net.vireo.virtio.RingLook;

/**
 * A ring that a device shares with a guest, at one moment.
 *
 * @param enabled whether packets flow
 * @param trouble what broke it, or why it cannot be looked at, as a sentence; else empty
 * @param look what is in it; empty while the guest runs none, and when its memory is gone
 */
public record RingState(boolean enabled, String trouble, Optional<RingLook> look) {}
