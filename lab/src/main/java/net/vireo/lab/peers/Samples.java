// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.peers;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Samples in the order in which they were taken.
 *
 * @param values in the unit of the case
 * @param distances of the two CPUs during each
 */
record Samples(List<Double> values, List<Distance> distances) {
    Samples {
        values = List.copyOf(values);
        distances = List.copyOf(distances);
        if (values.size() != distances.size()) {
            throw new IllegalArgumentException(values.size() + " values, " + distances.size() + " distances");
        }
    }

    /** Of which nobody knows how far the CPUs were apart. */
    static Samples untagged(final List<Double> values) {
        return new Samples(values, Collections.nCopies(values.size(), Distance.MIXED));
    }

    /** These and then others. */
    Samples and(final Samples others) {
        final List<Double> allValues = new ArrayList<>(values);
        allValues.addAll(others.values);
        final List<Distance> allDistances = new ArrayList<>(distances);
        allDistances.addAll(others.distances);
        return new Samples(allValues, allDistances);
    }

    /** The same in another unit. */
    Samples times(final double factor) {
        return new Samples(values.stream().map(value -> value * factor).toList(), distances);
    }

    /** The values that were taken at one distance. */
    List<Double> at(final Distance distance) {
        return IntStream.range(0, values.size())
                .filter(i -> distances.get(i) == distance)
                .mapToObj(values::get)
                .toList();
    }
}
