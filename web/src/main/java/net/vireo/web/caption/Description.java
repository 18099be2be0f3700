// SPDX-License-Identifier: Apache-2.0
package net.vireo.web.caption;

import net.vireo.web.model.VifLoad;

/** A state in words, where the deck has no page for it. */
final class Description {
    private Description() {}

    static String of(final Picture picture) {
        if (picture.isIdle()) {
            return "an idle node";
        }
        final String guest =
                picture.busiestGuest().map(each -> "a guest " + queues(each)).orElse("no guest");
        if (picture.isInward()) {
            final VifLoad fabric = picture.fabric().orElseThrow();
            final String kind = picture.receivedKind().isEmpty() ? "packets without a tunnel" : picture.receivedKind();
            return kind + " to " + guest + ", polled by "
                    + lcores(Picture.pollers(fabric).size()) + " and processed by "
                    + lcores(Picture.processors(fabric).size());
        }
        if (picture.isOutward()) {
            final VifLoad vif = picture.busiestGuest().orElseThrow();
            return guest + " to the underlay, polled by "
                    + lcores(Picture.pollers(vif).size()) + " and processed by "
                    + lcores(Picture.processors(vif).size());
        }
        return "traffic of " + picture.brightGuests().size() + " guests and " + picture.ofHost()
                + " packets a second of the host";
    }

    private static String queues(final VifLoad guest) {
        final long queues = Picture.queues(guest);
        return "with " + queues + (queues == 1 ? " queue" : " queues");
    }

    private static String lcores(final int count) {
        return count + (count == 1 ? " lcore" : " lcores");
    }
}
