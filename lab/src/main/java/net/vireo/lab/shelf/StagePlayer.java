// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.shelf;

import java.util.Map;
import net.vireo.lab.driver.DriverGuest;
import net.vireo.lab.scene.Stage;

/** A {@link Stage} as the shelf has it. */
public record StagePlayer(Stage stage) implements Shelf.Playing {
    @Override
    public void build() throws InterruptedException {
        stage.build();
    }

    @Override
    public Map<String, DriverGuest.Counts> counts() {
        return stage.counts();
    }

    @Override
    public void close() {
        stage.close();
    }
}
