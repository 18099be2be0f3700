// SPDX-License-Identifier: Apache-2.0
/** {@code vireo lab}: the command, its outside and its inside. */
package net.vireo.lab;
