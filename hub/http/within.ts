/** 'late' when the time is up; what the work does then is nobody's. */
export async function within<T>(ms: number, work: T | Promise<T>): Promise<'late' | { value: T }> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<'late'>((resolve) => { timer = setTimeout(() => resolve('late'), ms) })
  try {
    return await Promise.race([late, Promise.resolve(work).then((value) => ({ value }))])
  } finally {
    clearTimeout(timer)
  }
}
