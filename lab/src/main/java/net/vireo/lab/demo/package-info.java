// SPDX-License-Identifier: Apache-2.0
/** The ninety-second demonstration: a lab is led from step to step, each claim checked. */
package net.vireo.lab.demo;
