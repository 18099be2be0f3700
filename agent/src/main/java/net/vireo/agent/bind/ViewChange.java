// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.bind;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import net.vireo.agent.config.LinkLocalService;
import net.vireo.agent.flow.FlowChangeNotice;
import net.vireo.agent.flow.FlowObject;

/** Compares two states of the database by what decisions about flows rest on. */
final class ViewChange {
    private final Judgement before;
    private final Judgement now;
    private final Set<FlowObject> objects = new HashSet<>();
    private final Set<FlowChangeNotice.Route> routes = new HashSet<>();

    ViewChange(final Judgement before, final Judgement now) {
        this.before = before;
        this.now = now;
    }

    FlowChangeNotice notice() {
        compare(before.view().vifs(), now.view().vifs(), id -> objects.add(new FlowObject.Vif(id)));
        compare(before.view().keys(), now.view().keys(), id -> objects.add(new FlowObject.KeyNexthop(id)));
        compare(before.view().routes(), now.view().routes(), routes::add);
        compare(
                before.policies().networks(),
                now.policies().networks(),
                name -> objects.add(new FlowObject.Network(name)));
        compare(before.policies().groups(), now.policies().groups(), id -> objects.add(new FlowObject.Group(id)));
        compare(before.view().mirrors(), now.view().mirrors(), name -> objects.add(new FlowObject.Mirror(name)));
        if (!linkLocal(before).equals(linkLocal(now))) {
            objects.add(new FlowObject.LinkLocal());
        }
        return new FlowChangeNotice(objects, routes);
    }

    /** Everything that link-local flows go by. */
    private static Object linkLocal(final Judgement judgement) {
        return List.of(
                judgement.state().config().all(LinkLocalService.class),
                judgement.state().config().node(),
                judgement.doors());
    }

    private static <K, V> void compare(final Map<K, V> was, final Map<K, V> is, final Consumer<K> changed) {
        was.forEach((key, value) -> {
            if (!Objects.equals(value, is.get(key))) {
                changed.accept(key);
            }
        });
        is.keySet().stream().filter(key -> !was.containsKey(key)).forEach(changed);
    }
}
