// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.scene;

/**
 * Something wrong that is planted to be found: a scene, and what mends it.
 *
 * @param scene what is started
 * @param finding the check of {@code vireo doctor} that names it
 * @param mend the command that mends it while packets pass
 */
public record Fault(Scene scene, String finding, String mend) {
    /** By which it is asked for. */
    public String name() {
        return scene.name();
    }
}
