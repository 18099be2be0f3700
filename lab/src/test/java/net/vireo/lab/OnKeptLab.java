// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/** A test class on the one kept lab. They come after all others: nothing else is tested beside a lab that runs. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("system")
@Tag("lab")
@ExtendWith(KeptLab.class)
@Order(Integer.MAX_VALUE)
@interface OnKeptLab {}
