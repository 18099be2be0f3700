// SPDX-License-Identifier: Apache-2.0
/** Every command of the tool family: one class per noun. */
package net.vireo.cli;
