/** The form of every Region code in every partition. Import-free: the command line starts with it. */
export const REGION_FORM = /^[a-z]{2,4}(-[a-z]+)+-\d{1,2}$/;
